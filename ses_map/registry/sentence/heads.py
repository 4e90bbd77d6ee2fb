"""Constructions that say what the names after them are: heads, counts, exclusions, qualifiers."""

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.cursor import Cursor
from ses_map.registry.sentence.gazetteer import Kind
from ses_map.registry.sentence.inflection import is_adjective
from ses_map.registry.sentence.mentions import Counted

#: What may stand between "z wyłączeniem" and the head or name that is left out.
_BEFORE_EXCLUDED = frozenset("terenu terenów terenie obszaru obszarów obszarem . : (".split())
#: How near after "głównie" the units must be that it prefers, in words.
_NEAR = 8


class Heads(Cursor):
    """What stands before names, or after one to qualify it."""

    def city_rights(self) -> bool:
        """Pass over "na prawach powiatu", which says nothing new."""
        if (self.norm(), self.norm(1)) == ("na", "prawach") and self.norm(2) in lex.POWIAT:
            return self.take(3)
        return False

    def exclusion(self) -> bool:
        """Read "z wyłączeniem …": what follows, to the end of the bracket or the sentence, is left out.

        Only where units follow: "osoby bez pracy" leaves nothing out.
        """
        for phrase in lex.EXCLUSIONS:
            if tuple(self.norm(i) for i in range(len(phrase))) == phrase:
                if not self._begins_units(self.at + len(phrase)):
                    return False
                self.excluding = True
                self.excluded_from, self.excluded_plainly = len(self.found.mentions), False
                return self.take(len(phrase))
        return False

    def _begins_units(self, place: int) -> bool:
        while self.norm_at(place) in _BEFORE_EXCLUDED or self.norm_at(place).isdecimal():
            place += 1
        if self.is_head(place) or self.norm_at(place) in lex.NUMERALS or place >= len(self.tokens):
            return place < len(self.tokens)
        return any(self.gazetteer.match(kind, self.tokens, place) for kind in (Kind.COUNTY, Kind.CITY))

    def _units_near(self, place: int) -> bool:
        for near in range(place, place + _NEAR):
            if self._begins_units(near) or self.norm_at(near) in (";", ""):
                return self.norm_at(near) not in (";", "")
        return False

    def _end_exclusion(self, norm: str) -> None:
        """Let a nominative end what is left out in another case: "z wyłączeniem miasta Łodzi, powiaty zgierski, …"."""
        if not self.excluding or norm not in lex.NOMINATIVE_HEADS:
            return
        if len(self.found.mentions) == self.excluded_from:
            self.excluded_plainly = True
        elif not self.excluded_plainly:
            self.excluding = False

    def soft_scope(self) -> bool:
        """Read "ze szczególnym uwzględnieniem …": a preference, not an area; only where units are near."""
        for phrase in lex.SOFT:
            if tuple(self.norm(i) for i in range(len(phrase))) == phrase:
                if not self._units_near(self.at + len(phrase)):
                    return self.take()
                self.found.soft.append(self.span(self.at, self.at + len(phrase)))
                return self.take(len(phrase))
        return False

    def count(self) -> bool:
        """Read "6 powiatów", "w ośmiu lubuskich powiatach": checked against what is found."""
        text = self.norm()
        number = lex.NUMERALS.get(text) or (int(text) if text.isdecimal() and len(text) <= 3 else 0)
        ahead = 2 if self.norm(1) not in lex.POWIAT and is_adjective(self.norm(1)) else 1
        if not number or self.norm(ahead) not in lex.POWIAT:
            return False
        start, end = self.span(self.at, self.at + 1)
        self.found.counts.append(Counted(number, start, end, len(self.found.mentions)))
        return self.take()

    def uncoded(self) -> bool:
        """Report "dzielnice Wola i Bemowo", "Łódź i okolice": less or more than the unit named."""
        if not self.norm().startswith(lex.UNCODED) or self.norm(1) in lex.POWIAT:
            return False
        self.found.vague.append(self.span(self.at, self.at + 1))
        self.head = None
        return self.take()

    def heads(self) -> bool:
        """Read "powiatów:", "m.", "miasta i powiatu", "gminy": what the names after it are."""
        norm = self.norm()
        if not self.is_head(self.at):
            return False
        self._end_exclusion(norm)
        self.close_vague()
        self.open_vague()
        self.including = (self.norm(-2), self.norm(-1)) == ("w", "tym")
        self.marks = len(self.found.mentions), len(self.found.unknown)
        joint = 2 if self.norm(1) == "." else 1
        if self.norm(joint) in ("i", "oraz") and self._pair(joint + 1):
            return True
        if norm in lex.GMINA:
            self.within = self.last if self._restricts() else None
            return self._open(Kind.GMINA, 2 if norm in ("gm", "g") and self.norm(1) == "." else 1)
        if norm in lex.POWIAT:
            return self._open(Kind.COUNTY, 2 if norm == "pow" and self.norm(1) == "." else 1)
        return self._open(Kind.CITY, self._city_words())

    def _open(self, kind: Kind, words: int, gmina_kind: str = "") -> bool:
        self.head = self.announced = kind
        self.both = False
        self.gmina_kind = gmina_kind
        return self.take(words)

    def _pair(self, second: int) -> bool:
        """Read "miasta i powiatu", "m. i gm.", and "(miasto i powiat)" after the name."""
        stop = second + (2 if self.norm(second + 1) == "." else 1)
        if self.is_city_head(self.at) and self.norm(second) in lex.GMINA:
            return self._open(Kind.GMINA, stop, "3")
        city_first = self.is_city_head(self.at) and self.norm(second) in lex.POWIAT
        if not city_first and not (self.norm() in lex.POWIAT and self.is_city_head(self.at + second)):
            return False
        if self.last is not None and self.norm(stop) in (")", "]") and self.norm(-1) in ("(", "["):
            self.add_namesake(self.last)
            return self.take(stop)
        self._open(Kind.COUNTY if city_first else Kind.CITY, stop)
        self.both = True
        return True

    def _city_words(self) -> int:
        """Count the words of "miasto stołeczne", "m.", "m.st.", "m. st."."""
        norm = self.norm()
        if norm in lex.CITY and self.norm(1).startswith("stołeczn"):
            return 2
        if (norm, self.norm(1), self.norm(2)) == ("m", ".", "st"):
            return 4 if self.norm(3) == "." else 3
        return 2 if norm == "m" else 1

    def _restricts(self) -> bool:
        """Recognise gminas that narrow the powiat before them ("powiat kartuski – gminy: …") from gminas beside it."""
        place = self.at
        while self.norm_at(place - 1) in (":", "tylko", "wyłącznie", "z") or self.is_dash_at(place - 1):
            place -= 1
        return self.last is not None and self.last.kind is Kind.COUNTY and self.follows_last(place)

    def open_vague(self) -> None:
        """Note "część powiatu …", "powiaty ościenne": which units, is not said."""
        before, after = self.norm(-1), self.norm(1)
        partial = before.startswith(lex.PARTIAL)
        if partial or before.startswith(lex.VAGUE):
            self.vague = self.span(self.at - 1, self.at + 1), partial, len(self.found.mentions)
        elif after.startswith(lex.VAGUE):
            self.vague = self.span(self.at, self.at + 2), False, len(self.found.mentions)

    def close_vague(self) -> None:
        """Return what was noted, unless names followed that say which."""
        if self.vague is None:
            return
        (span, partial, first), self.vague = self.vague, None
        named = self.found.mentions[first:]
        if any(m.within for m in named) if partial else named:
            return
        self.found.vague.append(span)

    def qualifier(self) -> bool:
        """Read "ziemski", "grodzki", "– ziemskim i grodzkim": the county, the city, or both."""
        stop, only_city, only_county = self.at, False, False
        while stop < len(self.tokens):
            norm = self.tokens[stop].norm
            only_city |= norm.startswith(lex.CITY_ONLY)
            only_county |= norm.startswith(lex.COUNTY_ONLY)
            if not norm.startswith((lex.CITY_ONLY, lex.COUNTY_ONLY)) and not self._joins_qualifiers(stop):
                break
            stop += 1
        if not (only_city or only_county):
            return False
        if self.last is None or self.last.kind is not Kind.COUNTY or self.norm(-1) in lex.POWIAT:
            self.both = only_city and only_county
            self.head = Kind.CITY if only_city and not only_county else Kind.COUNTY
        elif only_city:
            self.add_namesake(self.last, instead=not only_county)
        return self.take(stop - self.at)

    def _joins_qualifiers(self, place: int) -> bool:
        token = self.tokens[place]
        joint = token.is_hyphen or token.text in "(," or token.norm in ("i", "oraz")
        return joint and self.norm_at(place + 1).startswith((lex.CITY_ONLY, lex.COUNTY_ONLY))
