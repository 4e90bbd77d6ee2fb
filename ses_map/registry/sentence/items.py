"""Constructions inside a list: names, brackets, full stops."""

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.bare import Bare
from ses_map.registry.sentence.gazetteer import Kind, Match
from ses_map.registry.sentence.heads import Heads
from ses_map.registry.sentence.mentions import Mention
from ses_map.registry.sentence.words import fold


class Items(Heads, Bare):
    """What a list is made of."""

    def bracket(self) -> bool:
        """Keep what the list was of before a bracket, for after it."""
        text = self.tokens[self.at].text
        if text in "([":
            self.brackets.append((self.last, self.head, self.excluding))
        elif text in ")]":
            if self.brackets:
                _, self.head, self.excluding = self.brackets.pop()
        else:
            return False
        return self.take()

    def colon(self) -> bool:
        """Begin the list that a head announced; end an exclusion before it: "z wyłączeniem m. Łodzi: powiaty …"."""
        if self.norm() != ":":
            return False
        mentions, unknown = self.marks
        if self.announced is not None and len(self.found.mentions) == mentions:
            if not any(self.norm(-back) in (",", ".", ")") for back in range(1, 7)):
                del self.found.unknown[unknown:]  # words between a head and its list: "powiatów Warmii i Mazur: …"
            self.head = self.announced
        if self.vague is not None and len(self.found.mentions) == self.vague[2]:
            self.vague = None
        if self.excluding and self.follows_last(self.at):
            self.excluding = False
        return self.take()

    def full_stop(self) -> bool:
        """End the list with its sentence, unless the full stop only ends an abbreviation."""
        if self.norm() not in (".", ";"):
            return False
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if self.norm() == "." and (following is None or following.text[0].islower() or following.text in ",;"):
            return self.take()
        if self.norm() == "." and self.norm(-1) in ("tj", "tzn", "woj", "pow"):
            return self.take()
        self.head = None if self.norm() == "." else self.head
        self.announced, self.excluding = None, False
        return self.take()

    def name(self) -> bool:
        """Take the name of a unit, where a name is looked for."""
        match = self._match()
        if match is None:
            return False
        if self.head is None and not self.is_bare_item(match):
            self.passed = self.tokens[match.stop - 1].end
            return self.take(match.stop - self.at)
        self._mention(match)
        return self.take(match.stop - self.at)

    def _match(self) -> Match | None:
        orders = {
            Kind.COUNTY: (Kind.COUNTY, Kind.CITY),
            Kind.CITY: (Kind.CITY, Kind.COUNTY),
            Kind.GMINA: (Kind.GMINA, Kind.COUNTY),
            None: (Kind.COUNTY, Kind.CITY),
        }
        found = [m for kind in orders[self.head] if (m := self.gazetteer.match(kind, self.tokens, self.at))]
        kinds = self.head is Kind.GMINA and self.norm().startswith(lex.GMINA_ADJECTIVES)
        if kinds and not any(m.stop > self.at + 1 for m in found):
            return None  # "gmina miejska", but "gmina Miejska Górka"
        if found and found[0].name.kind is Kind.CITY and self._is_town(found[0]):
            return None
        return max(found, key=lambda m: m.stop, default=None) if self.head is Kind.COUNTY else next(iter(found), None)

    def _is_town(self, city: Match) -> bool:
        """Distinguish "Krosno Odrzańskie", "Tarnów Opolski" from the cities whose names they begin with."""
        town = self.gazetteer.match(Kind.GMINA, self.tokens, self.at)
        return town is not None and town.stop > city.stop

    def _mention(self, match: Match) -> None:
        name = match.name
        self._end_exclusion_by(match)
        start, end = self.span(match.first, match.stop)
        mention = Mention(name.kind, match.codes, name.text, name.standing, start, end, self.excluding)
        mention.region, mention.literal = self.region, name.codes if match.literal else ()
        mention.is_called_county = name.kind is Kind.CITY and not self.both and self._is_called_county()
        if name.kind is Kind.GMINA:
            self._place_gmina(mention)
        elif name.kind is Kind.COUNTY:
            self._place_gminas_before(mention)
        self.found.mentions.append(mention)
        self.last, self.announced = mention, None
        if self.both:
            self.add_namesake(mention)
        self.both = False
        if name.kind is Kind.COUNTY and self._lists_gminas(match):
            mention.is_place = True
            self.within, self.head = mention, Kind.GMINA
        elif self.head is None or (self.head is Kind.GMINA and name.kind is Kind.COUNTY):
            self.head = Kind.COUNTY

    def _is_called_county(self) -> bool:
        """Distinguish "powiat Radom" from "miasto na prawach powiatu Radom"."""
        head = -2 if self.norm(-1) == "." else -1
        return self.norm(head) in lex.ONE_POWIAT and self.norm(head - 1) != "prawach"

    def _end_exclusion_by(self, match: Match) -> None:
        """Let a county in the nominative end the gminas left out: "z wyłączeniem gmin Łagów i Raków, konecki"."""
        nominative = self.norm() == fold(match.name.text)
        left_out = len(self.found.mentions) > self.excluded_from and not self.excluded_plainly
        if self.excluding and match.name.kind is Kind.COUNTY and self.head is Kind.GMINA and nominative and left_out:
            self.excluding = False

    def _place_gmina(self, gmina: Mention) -> None:
        """Settle where a gmina lies: in the powiat before its bracket or dash, which it narrows."""
        if self.gmina_kind:
            of_kind = tuple(c for c in gmina.candidates if self.gazetteer.gminy[c].kind == self.gmina_kind)
            gmina.candidates = of_kind or gmina.candidates
        opened = self.brackets[-1][0] if self.brackets else None
        if self.including:
            self.within = None
        elif opened is not None and opened.kind is Kind.COUNTY:
            gmina.within, opened.is_place = opened, not self.excluding
        elif self.within is not None and any(c[:4] in self.within.candidates for c in gmina.candidates):
            gmina.within, self.within.is_place = self.within, not self.excluding
        else:
            self.within = None

    def _lists_gminas(self, match: Match) -> bool:
        """Recognise "gminy powiatu kartuskiego: …", where the powiat only says where the gminas lie."""
        before = self.norm(-3) if self.norm(-2) in lex.PREPOSITIONS else self.norm(-2)
        told = self.norm(-1) in lex.POWIAT and before in lex.GMINA
        return told and (self.norm_at(match.stop) in (":", "(") or self.is_dash_at(match.stop))

    def _place_gminas_before(self, county: Mention) -> None:
        """Let a powiat say where the gminas before it lie: "gminy Tykocin i Zawady w powiecie białostockim"."""
        gminas = self._gminas_before()
        bracketed = bool(self.brackets) and self.brackets[-1][0] in gminas
        if gminas and (bracketed or self._is_place()):
            county.is_place = True
            for gmina in gminas:
                gmina.within = county

    def _is_place(self) -> bool:
        head = -2 if self.norm(-1) == "." else -1
        before = self.norm(head - 1)
        if before in lex.PREPOSITIONS:
            before = self.norm(head - 2)
        joined = before in ("i", "oraz", ",", ";", "także", "również", ":")
        return self.norm(head) in lex.POWIAT_PLACE and not joined

    def _gminas_before(self) -> list[Mention]:
        found: list[Mention] = []
        for mention in reversed(self.found.mentions):
            if mention.kind is not Kind.GMINA or mention.within is not None:
                break
            found.append(mention)
        return found
