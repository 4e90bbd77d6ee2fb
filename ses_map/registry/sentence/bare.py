"""Names without a head: items of a list, or words of prose ("OWES w Słupsku", "lubuski ośrodek")."""

from functools import cached_property

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.cursor import Cursor
from ses_map.registry.sentence.gazetteer import Kind, Match

_JOINTS = frozenset((",", ";", "i", "oraz", "lub", "/", "a", "także", "również"))
_ENDS = frozenset(("", ",", ";", "i", "oraz", "lub", "a", ")", "(", ".", "/"))
_OPENINGS = frozenset(("", ":", "("))
_ABBREVIATED = frozenset(("tj", "tzn", "np"))


class Bare(Cursor):
    """Tells what a name is where no head says it."""

    def is_bare_item(self, match: Match) -> bool:
        """Recognise an item of a list from a word of prose."""
        after = self.norm_at(match.stop)
        later = (after, self.norm_at(match.stop + 1))
        if any(norm.startswith(lex.COVERS) for norm in later):
            return False
        ends = after in _ENDS or self.is_dash_at(match.stop) or after.startswith((lex.COUNTY_ONLY, lex.CITY_ONLY))
        if self.excluding and len(self.found.mentions) == self.excluded_from:
            return ends or after == ":"
        before = self.begins()
        if match.name.kind is Kind.COUNTY:
            token = self.tokens[match.first]
            prose = token.is_capital and not token.text.isupper() and self.norm(-1) in lex.BEFORE_ITEM
            return before and not prose and (ends or after in lex.POWIAT)
        if self.has_head:
            return before and (self.described(match.stop) or self.leads_to_head(match.stop))
        return ends and before

    def begins(self) -> bool:
        """Return whether a list begins here, or goes on after an item."""
        norm, earlier = self.norm(-1), self.norm(-2)
        bullet = self.at > 0 and self.tokens[self.at - 1].is_bullet
        if norm == ":" and earlier.startswith(lex.SEATS):
            return False
        if bullet or norm in _OPENINGS or self._is_spaced_dash() or (norm == "." and earlier in _ABBREVIATED):
            return True
        if norm in _JOINTS:
            return self._continues()
        if norm in ("w", "we"):
            return earlier in _OPENINGS or earlier.startswith(lex.ACTIVITIES)
        return norm in lex.BEFORE_ITEM or norm.startswith(lex.COVERS) or self._after_area()

    def _continues(self) -> bool:
        """Return whether what stands before the joint was no prose either."""
        place = self._before_joints[self.at - 1]
        return place < 0 or self.tokens[place].end != self.passed

    @cached_property
    def _before_joints(self) -> list[int]:
        """For each token the last one up to it that is no joint, or -1; worked out once, however many joints follow."""
        found, last = [], -1
        for place, token in enumerate(self.tokens):
            last = last if token.norm in _JOINTS else place
            found.append(last)
        return found

    def _is_spaced_dash(self) -> bool:
        """Recognise a dash between words from the hyphen of "Gdańsk-Gdynia-Sopot"."""
        return self.is_dash_at(self.at - 1) and self.tokens[self.at - 1].end < self.tokens[self.at].start

    def _after_area(self) -> bool:
        """Return whether the name of an area ends right before: "subregion II kutnowski, łęczycki"."""
        end = self.tokens[self.at - 1].end
        labels, regions = self.found.labels[-1:], self.found.voivodeships[-1:]
        return any(label[1] == end for label in labels) or any(region[2] == end for region in regions)

    def described(self, place: int) -> bool:
        """Recognise a city called one after its name: "Kielce (miasto na prawach powiatu)", "– powiat grodzki"."""
        while self.norm_at(place) in ("(", ",") or self.is_dash_at(place):
            place += 1
        norm, after = self.norm_at(place), self.norm_at(place + 1)
        if self.is_city_head(place):
            return after in (")", "na", ",", "")
        return norm.startswith(lex.CITY_ONLY) or (norm in lex.POWIAT and after.startswith(lex.CITY_ONLY))

    def leads_to_head(self, place: int) -> bool:
        """Recognise a list of cities that goes on with a head: "Siedlec oraz powiatów …", "Bytom, Zabrze, powiat …"."""
        if place > self.ahead[0]:
            self.ahead = self._look_ahead(place, self.norm(-1) in ("w", "we"))
        return self.ahead[1]

    def _look_ahead(self, place: int, locative: bool) -> tuple[int, bool]:
        joined = False
        while place < len(self.tokens):
            norm = self.norm_at(place)
            if norm in _JOINTS or (joined and self._leads_on(place)):
                joined, place = True, place + 1
                continue
            if self.described(place):
                return place, True
            if not joined or self.is_head(place):
                in_case = norm in lex.LOCATIVE_HEADS or self.norm_at(place - 1) in ("w", "we")
                return place, joined and (in_case or not locative)
            stop = self._past_place(place)
            if stop == place:
                return place, False
            joined, place = False, stop
        return place, False

    def _leads_on(self, place: int) -> bool:
        """Return what may stand between a joint and an item or head: "oraz z 5 sąsiednich powiatów"."""
        norm = self.norm_at(place)
        number = norm.isdecimal() or norm in lex.NUMERALS
        return number or norm in lex.PREPOSITIONS or norm.startswith(lex.VAGUE) or self.is_dash_at(place)

    def _past_place(self, place: int) -> int:
        """Return the place after the name of a city or town, or after capitals that may be a misspelt one."""
        city = self.gazetteer.match(Kind.CITY, self.tokens, place)
        town = city or self.gazetteer.match(Kind.GMINA, self.tokens, place)
        if town is not None:
            return town.stop
        while place < len(self.tokens) and self.tokens[place].is_capital and not self.is_head(place):
            place += 1
        return place
