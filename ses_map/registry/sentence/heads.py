"""Constructions that say what the names after them are: heads, counts, labels, exclusions, qualifiers."""

import re

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.cursor import Cursor
from ses_map.registry.sentence.gazetteer import Kind
from ses_map.registry.sentence.inflection import is_adjective
from ses_map.registry.sentence.mentions import Counted

_ROMAN = re.compile(r"[ivxlc]+")


class Heads(Cursor):
    """What stands before names, or after one to qualify it."""

    def city_rights(self) -> bool:
        """Pass over "na prawach powiatu", which says nothing new."""
        if (self.norm(), self.norm(1)) == ("na", "prawach") and self.norm(2) in lex.POWIAT:
            return self.take(3)
        return False

    def exclusion(self) -> bool:
        """Read "z wyłączeniem …": what follows, to the end of the bracket or the sentence, is left out."""
        for phrase in lex.EXCLUSIONS:
            if tuple(self.norm(i) for i in range(len(phrase))) == phrase:
                self.excluding = True
                return self.take(len(phrase))
        return False

    def soft_scope(self) -> bool:
        """Read "ze szczególnym uwzględnieniem …": a preference, not an area."""
        for phrase in lex.SOFT:
            if tuple(self.norm(i) for i in range(len(phrase))) == phrase:
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

    def voivodeship(self) -> bool:
        """Read "województwa opolskiego", "woj. łódzkiego", and the adjective of "lubuskich powiatach"."""
        if self.norm() in lex.VOIVODESHIP:
            skip = 2 if self.norm(1) == "." else 1
            match = self.gazetteer.match(Kind.VOIVODESHIP, self.tokens, self.at + skip)
            whole = any(self.norm(-back).startswith(lex.WHOLE) for back in (1, 2, 3))
        else:
            match, whole = self.gazetteer.match(Kind.VOIVODESHIP, self.tokens, self.at), False
            followed = match is not None and self.norm(match.stop - self.at) in lex.POWIAT
            match = match if followed and self.norm(-1) not in lex.POWIAT else None
        if match is None:
            return False
        self.region = match.name.codes[0]
        self.found.voivodeships.append((self.region, *self.span(self.at, match.stop), whole))
        return self.take(match.stop - self.at)

    def label(self) -> bool:
        """Read "subregion nadwiślański", "Obszar II": a name of an area that is no unit."""
        norm = self.norm()
        stop = self.at + 1
        plural = norm.endswith(("y", "ów", "ach", "ami"))
        if norm in lex.AREA:
            if not (_ROMAN.fullmatch(self.norm(1)) or self.norm(1).isdecimal()) or self.norm(2) in lex.POWIAT:
                return False
            stop += 1
        elif norm in lex.SUBREGION | lex.NUTS3 | lex.REGION:
            stop = self._label_end(stop, plural)
            if stop == self.at + 1:
                return self.take()
        else:
            return False
        self.found.labels.append(self.span(self.at, stop))
        self.head = None
        return self.take(stop - self.at)

    def _label_end(self, stop: int, plural: bool) -> int:
        while stop < len(self.tokens):
            token = self.tokens[stop]
            named = is_adjective(token.norm) or token.norm.startswith(lex.DIRECTIONS) or _is_number(token.norm)
            after = self.tokens[stop + 1].norm if stop + 1 < len(self.tokens) else ""
            joined = token.is_hyphen and (is_adjective(after) or after.startswith(lex.DIRECTIONS))
            another = plural and token.norm in ("i", "oraz", ",") and is_adjective(after)
            prefix = not token.is_hyphen and token.is_word and self._starts_compound(stop)
            if not (named or joined or another or prefix):
                break
            stop += 1
        return stop

    def _starts_compound(self, place: int) -> bool:
        """Tell "warszawsko" of "warszawsko-zachodni" from another word."""
        return (
            self.tokens[place].norm.endswith("o") and place + 1 < len(self.tokens) and self.tokens[place + 1].is_hyphen
        )

    def heads(self) -> bool:
        """Read "powiatów:", "m.", "miasta i powiatu", "gminy": what the names after it are."""
        norm = self.norm()
        if norm in lex.POWIAT:
            self.head = Kind.COUNTY
        elif norm in lex.GMINA:
            self.head, self.gmina_kind = Kind.GMINA, ""
        elif self.is_city_head(self.at):
            paired = self.norm(1) in ("i", "oraz")
            self.both = paired and self.norm(2) in lex.POWIAT
            self.head = Kind.CITY
            if paired and self.norm(2) in lex.POWIAT | lex.GMINA:
                self.head = Kind.COUNTY if self.both else Kind.GMINA
                self.gmina_kind = "" if self.both else "3"
                return self.take(3)
        else:
            return False
        if norm in lex.CITY and self.norm(1).startswith("stołeczn"):
            return self.take(2)
        if (norm, self.norm(1), self.norm(2)) == ("m", ".", "st"):
            return self.take(4 if self.norm(3) == "." else 3)
        return self.take(2 if self.norm(1) == "." and norm in ("m", "gm", "pow") else 1)

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
            self.add_city(self.last, instead=not only_county)
        return self.take(stop - self.at)

    def _joins_qualifiers(self, place: int) -> bool:
        token = self.tokens[place]
        after = self.tokens[place + 1].norm if place + 1 < len(self.tokens) else ""
        joint = token.is_hyphen or token.text in "(," or token.norm in ("i", "oraz")
        return joint and after.startswith((lex.CITY_ONLY, lex.COUNTY_ONLY))


def _is_number(norm: str) -> bool:
    return norm.isdecimal() or (norm not in ("i", "c") and bool(_ROMAN.fullmatch(norm)))
