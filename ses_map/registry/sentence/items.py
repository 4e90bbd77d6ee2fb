"""Constructions inside a list: names, brackets, full stops, and words that name nothing."""

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.cursor import Cursor
from ses_map.registry.sentence.gazetteer import Kind, Match
from ses_map.registry.sentence.inflection import is_adjective
from ses_map.registry.sentence.mentions import Mention, Unknown

#: Lower-case words inside a list that do not end it: "powiatów następujących: …".
_FILLERS = frozenset(
    "następujące następujących następujący następującego następującym terenie terenu obszarze obszaru".split()
)


class Items(Cursor):
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
        """End an exclusion before the list it was taken from: "z wyłączeniem m. Łodzi: powiaty …"."""
        ahead = self.at + 1
        if self.norm() != ":" or not self.excluding or self.last is None or ahead >= len(self.tokens):
            return False
        if self.tokens[self.at - 1].end == self.last.end and (self.norm(1) in lex.POWIAT or self.is_city_head(ahead)):
            self.excluding = False
        return self.take()

    def full_stop(self) -> bool:
        """End the list with its sentence, unless the full stop only ends an abbreviation."""
        if self.norm() not in (".", ";"):
            return False
        if self.norm() == "." and (self.norm(-1) in ("tj", "tzn", "woj", "pow") or not self.norm(1)):
            return self.take()
        self.head = None if self.norm() == "." else self.head
        self.excluding = False
        return self.take()

    def name(self) -> bool:
        """Take the name of a unit, where a name is looked for."""
        match = self._match()
        if match is None:
            return False
        if self.head is None and not self._is_bare_item(match):
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
        if self.head is Kind.GMINA and self.norm().startswith(lex.GMINA_ADJECTIVES):
            return None
        return max(found, key=lambda m: m.stop, default=None) if self.head is Kind.COUNTY else next(iter(found), None)

    def _is_bare_item(self, match: Match) -> bool:
        """Tell an item of a list without a head from a word of prose ("OWES w Słupsku", "lubuski ośrodek")."""
        after = self.tokens[match.stop].norm if match.stop < len(self.tokens) else ""
        later = [t.norm for t in self.tokens[match.stop : match.stop + 2]]
        if any(norm.startswith(lex.COVERS) for norm in later):
            return False
        ends = after in ("", ",", ";", "i", "oraz", "lub", "a", ")", "(", ".", "/") or self.tokens[match.stop].is_hyphen
        ends = ends or after.startswith((lex.COUNTY_ONLY, lex.CITY_ONLY))
        begins = self.norm(-1) in ("", ",", ";", ":", "i", "oraz", "lub", "(", "/", "także", "również")
        if match.name.kind is Kind.COUNTY:
            return ends and (begins or after in (",", "i", "oraz") or not self.has_head)
        if self.has_head:
            return (begins or self.norm(-1) in lex.BEFORE_CITY) and self._leads_to_head(match.stop)
        return ends and begins

    def _leads_to_head(self, place: int) -> bool:
        """Tell a list of cities that goes on with a head: "Siedlec oraz powiatów …", "Bytom, Zabrze, powiat …"."""
        joined = False
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.norm in (",", "i", "oraz", "a", "także"):
                joined, place = True, place + 1
                continue
            if not joined or token.norm in lex.POWIAT | lex.GMINA or self.is_city_head(place):
                return joined
            city = self.gazetteer.match(Kind.CITY, self.tokens, place)
            if city is None:
                return False
            joined, place = False, city.stop
        return False

    def _mention(self, match: Match) -> None:
        name = match.name
        start, end = self.span(match.first, match.stop)
        mention = Mention(name.kind, name.codes, name.text, name.standing, start, end, self.excluding)
        mention.region = self.region
        if name.kind is Kind.GMINA and self.gmina_kind:
            of_kind = tuple(c for c in name.codes if self.gazetteer.gminy[c].kind == self.gmina_kind)
            mention.candidates = of_kind or name.codes
        if name.kind is Kind.GMINA:
            opened = self.brackets[-1][0] if self.brackets else None
            if opened is not None and opened.kind is Kind.COUNTY:
                mention.within, opened.is_place = opened, not self.excluding
        elif name.kind is Kind.COUNTY and self._places_gminas():
            mention.is_place = True
            for gmina in self._gminas_before():
                gmina.within = mention
        self.found.mentions.append(mention)
        self.last = mention
        if name.kind is Kind.COUNTY and self.both:
            self.add_city(mention, instead=False)
        self.both = False
        if self.head is None or (self.head is Kind.GMINA and name.kind is Kind.COUNTY):
            self.head = Kind.COUNTY

    def _places_gminas(self) -> bool:
        """Tell a powiat that only says where gminas lie: "gminy Tykocin i Zawady w powiecie białostockim"."""
        before = self.norm(-2)
        return (
            self.norm(-1) in lex.POWIAT_PLACE
            and bool(self._gminas_before())
            and before not in ("i", "oraz", ",", ";", "także", "również", ":")
        )

    def _gminas_before(self) -> list[Mention]:
        found: list[Mention] = []
        for mention in reversed(self.found.mentions):
            if mention.kind is not Kind.GMINA or mention.within is not None:
                break
            found.append(mention)
        return found

    def unknown(self) -> bool:
        """Report a word where a name was looked for, and that names nothing."""
        token = self.tokens[self.at]
        if self.head is None or not token.is_word or token.norm in lex.JOINTS or len(token.norm) < 3:
            return False
        if self.head is Kind.GMINA and token.norm.startswith(lex.GMINA_ADJECTIVES):
            mixed = token.norm.startswith("miejsko") or self.gmina_kind == "3"
            self.gmina_kind = "3" if mixed else "2" if token.norm.startswith("wiejsk") else "1"
            return self.take()
        named = is_adjective(token.norm) or token.is_capital
        if not named:
            if self.tokens[self.at - 1].norm in (",", "i", "oraz") or token.norm not in _FILLERS:
                self.head = None
            return self.take()
        stop = self._unknown_end()
        start, end = self.span(self.at, stop)
        text = " ".join(t.text for t in self.tokens[self.at : stop])
        self.found.unknown.append(Unknown(text, self.head, start, end))
        return self.take(stop - self.at)

    def _unknown_end(self) -> int:
        stop = self.at + 1
        while stop < len(self.tokens) and self.tokens[stop].is_word and self.tokens[stop].is_capital:
            stop += 1
        return stop
