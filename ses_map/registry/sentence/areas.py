"""Names and what stands around them → mentions of units, in the order of the text."""

from ses_map.registry.sentence.claims import Effect, Mention, Unknown
from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.gazetteer import Kind, Match
from ses_map.registry.sentence.headings import STANDING_BY, Headings
from ses_map.registry.sentence.parsing import Phrase
from ses_map.registry.sentence.words import fold

#: What kinds of names are looked for after each head, the likeliest first.
_LOOKED_FOR = {
    Kind.COUNTY: (Kind.COUNTY, Kind.CITY),
    Kind.CITY: (Kind.CITY, Kind.COUNTY),
    Kind.GMINA: (Kind.GMINA, Kind.COUNTY),
    None: (Kind.COUNTY, Kind.CITY),
}
#: Classes of words that end a list: a name after them needs a head, or something else that leads to it.
_PROSE = frozenset(("PLAIN", "THESE", "TAIL", "WORD", "NAMED", "SIGN", "STRANGE", "OFFICE", "PAST", "SITS", "UNREAD"))
#: Classes of words before a name that has no head, where a list may begin.
_LEADS = frozenset(
    (
        "", "BREAK", "SEMI", "COLON", "DASH", "OPEN", "COVERS", "LEAD", "ACTS", "FROM", "WHOLE", "WITH", "ZIEMSKI",
        "GRODZKI", "LAND", "TIME", "SERVED",
    )
)  # fmt: skip
_ONE_POWIAT = frozenset(("powiat", "powiatu", "powiecie", "powiatem", "powiatowi", "pow"))


class Areas(Headings):
    """Reads what names units, one phrase after the other."""

    def name(self, tree: Phrase) -> None:
        """Take the name of a unit, where a name is looked for; elsewhere it is left over."""
        (word,) = tree.children
        if not self.is_item(word):
            self._seat_or_unread(word)
            return
        match = self._match(word)
        if match is None:
            self._stranger(word)
        else:
            self._mention(word, match)

    def is_item(self, word: Word) -> bool:
        """Recognise an item of a list from a word of prose ("OWES w Słupsku")."""
        earlier, before = word.after
        if self.dangling is not None or (
            before in ("IN", "FROM") and earlier in _PROSE - ({"PLAIN", "TAIL", "THESE"} if before == "FROM" else set())
        ):
            return False
        if before in _PROSE:
            return self.at.head is not None and not self.at.run
        if self.at.head is not None or self.at.effect is not Effect.SERVED:
            return True
        county = (
            word.type == "COUNTY" and word.is_capital and not word.text.isupper() and before in ("LEAD", "ACTS", "FROM")
        )
        if county or (word.type == "CITY" and self.following == "COLON"):
            return False  # "dla Lubelskiego", "Elbląg: powiaty …"
        if before == "IN":
            return earlier in _LEADS or (earlier in STANDING_BY and self._goes_on()) or earlier == "IN"
        if before in STANDING_BY:
            return self._goes_on() or earlier in _LEADS
        return before in _LEADS or self.last is not None

    def _goes_on(self) -> bool:
        return self.last is not None and bool(self.at.segment)

    def _seat_or_unread(self, word: Word) -> None:
        """Leave out a name in prose; the place where an office sits is no wonder, anything else is left over."""
        seat = (
            word.type in ("CITY", "TOWN", "STRANGE")
            and word.after[1] in ("IN", "FROM")
            and word.after[0] in ("NAMED", "OFFICE", "SITS")
        )
        if not seat:
            self.leave(word)

    def _match(self, word: Word) -> Match | None:
        kinds = _LOOKED_FOR[self.at.head]
        found = next((word.matches[k] for k in kinds if k in word.matches), None)
        owner = self.at.owner
        if found is None and word.type == "TOWN" and self.at.head is Kind.CITY and owner is not None:
            inside = {code[:4] for code in word.matches[Kind.GMINA].codes} & set(owner.candidates)
            return word.matches[Kind.GMINA] if inside else None
        if (
            found is None
            and Kind.GMINA in word.matches
            and (self.at.effect is Effect.EXCLUDED or self.at.within or (self.at.only and self.at.owner))
        ):
            return word.matches[Kind.GMINA]
        return found

    def _stranger(self, word: Word) -> None:
        """Report a word that names nothing we know; the seat of a powiat in brackets after it only describes it."""
        owner, self.headless = self.at.owner, None
        if word.after == ("WITH", "MIASTO"):  # "powiat kołobrzeski wraz z miastem Kołobrzeg"
            owner = self.last
        if owner is not None and owner is self.last and word.type == "TOWN" and word.after[1] in ("OPEN", "MIASTO"):
            if word.matches[Kind.GMINA].name.text in {
                self.gazetteer.powiaty[c].seat for c in owner.candidates if len(c) == 4
            }:
                return
        if self.at.effect is Effect.EXCLUDED:
            self.found.told.append(("unclear-exclusion", word.start, word.end))
        self.found.unknown.append(
            Unknown(word.text, self.at.head or Kind.COUNTY, word.start, word.end, self.at.head is not None)
        )

    def _mention(self, word: Word, match: Match) -> None:
        name = match.name
        mention = Mention(
            name.kind, match.codes, name.text, name.standing, word.start, word.end, self.at.effect, self.at.reason
        )
        mention.region, mention.literal = self.region, name.codes if match.literal else ()
        mention.is_nominative = " ".join(word.norms) == fold(name.text).replace("-", " ")
        if name.kind is Kind.CITY and self.at.head is Kind.COUNTY and not self.at.both and not self.at.run:
            mention.is_called_county = " ".join(self.head_word.norms) in _ONE_POWIAT
        if name.kind is Kind.GMINA:
            self._place_gmina(mention, headed=self.at.head is Kind.GMINA)
        elif name.kind is Kind.COUNTY:
            self._place_gminas_before(mention)
        self._doubt_exclusion(word, mention)
        self._add(mention)
        if self.at.both:
            self.add_namesake(mention)
        self.at.both = False
        if name.kind is Kind.COUNTY and self.at.head is Kind.COUNTY and self.of_gminas_listed():
            mention.is_place = True
            self.at.within, self.at.head = mention, Kind.GMINA
        elif self.at.head is None or (self.at.head is Kind.GMINA and name.kind is Kind.COUNTY):
            self.at.head = Kind.COUNTY

    def _doubt_exclusion(self, word: Word, mention: Mention) -> None:
        """Tell a county of which nobody knows whether it is left out: "bez gminy Kurów, ryckiego"."""
        oblique = mention.kind is Kind.COUNTY and not mention.is_nominative and word.after[1] not in ("POWIAT", "COLON")
        inside = mention.effect is Effect.EXCLUDED and self.at.head is Kind.GMINA
        after = (
            mention.effect is Effect.SERVED
            and not self.at.run
            and self.last is not None
            and self.last.effect is Effect.EXCLUDED
        )
        if oblique and (inside or after):
            mention.effect, mention.reason = Effect.DROPPED, "unclear-exclusion"
            self.found.told.append(("unclear-exclusion", word.start, word.end))

    def _add(self, mention: Mention) -> None:
        if self.sitting is not None and mention.effect is Effect.SERVED:
            mention.effect, mention.reason = Effect.DROPPED, "office"
            self.found.told.append(("office", self.sitting.start, mention.end))
        self.headless = None
        self.found.mentions.append(mention)
        self.at.run.append(mention)
        self.at.segment.append(mention)
        self.last, self.adjacent = mention, True

    def of_gminas_listed(self) -> bool:
        """Recognise "gminy powiatu kartuskiego: …", where the powiat only says where the gminas lie."""
        return len(self.at.run) == 1 and self.of_gminas and self.following in ("COLON", "DASH", "bracket")

    def _place_gmina(self, gmina: Mention, headed: bool) -> None:
        """Settle where a gmina lies: in the powiat before its bracket or dash, which it narrows."""
        kind = self.at.gmina_kind or ("" if headed else "1")
        of_kind = tuple(c for c in gmina.candidates if self.gazetteer.gminy[c].kind == kind)
        gmina.candidates = of_kind or gmina.candidates
        owner, within = self.at.owner, self.at.within
        if self.at.including:
            self.at.within = None
        elif owner is not None and owner.kind is Kind.COUNTY:
            gmina.within, gmina.narrows = owner, not self.at.excepting
        elif within is not None and any(c[:4] in within.candidates for c in gmina.candidates):
            gmina.within, gmina.narrows = within, not self.at.excepting
        else:
            self.at.within = None

    def _place_gminas_before(self, county: Mention) -> None:
        """Let a powiat say where the gminas before it lie: "gminy Tykocin i Zawady w powiecie białostockim"."""
        gminas = self._gminas_before()
        bracketed = self.at.owner is not None and self.at.owner in gminas
        headed = self.at.head is Kind.COUNTY and not self.at.run
        if gminas and headed and (bracketed or self.head_word.after[1] not in ("SEP", "AND", "COLON", "SEMI", "BREAK")):
            if bracketed or self.head_word.after[0] not in STANDING_BY:
                county.is_place = True
                for gmina in gminas:
                    gmina.within = county

    def _gminas_before(self) -> list[Mention]:
        found: list[Mention] = []
        for mention in reversed(self.found.mentions):
            if mention.kind is not Kind.GMINA or mention.within is not None:
                break
            found.append(mention)
        return found

    def add_namesake(self, mention: Mention, instead: bool = False) -> None:
        """Mention the city that is a county's seat, or the county around a city, beside the mention or instead."""
        if mention.kind is Kind.GMINA:
            return
        city = mention.kind is Kind.COUNTY
        other = self.gazetteer.city_of if city else self.gazetteer.county_of
        codes = tuple(c for c in map(other, mention.candidates) if c)
        if not codes:
            if instead:
                mention.effect, mention.reason = Effect.DROPPED, "unclear-words"
                self.found.told.append(("unclear-words", mention.start, mention.end))
            return
        name = self.gazetteer.powiaty[codes[0]].name
        kind = Kind.CITY if city else Kind.COUNTY
        beside = Mention(kind, codes, name, "namesake", mention.start, mention.end, mention.effect, mention.reason)
        beside.region = mention.region
        if instead and self.found.mentions[-1] is mention:
            for listed in (self.found.mentions, self.at.run, self.at.segment):
                if listed and listed[-1] is mention:
                    listed.pop()
        self._add(beside)
        self.last = beside if instead else mention
