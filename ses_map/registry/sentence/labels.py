"""Constructions that name an area which is no unit: subregions and areas of centres, voivodeships, NUTS 3 regions."""

import re

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.cursor import Cursor
from ses_map.registry.sentence.gazetteer import Kind, Match
from ses_map.registry.sentence.inflection import is_adjective
from ses_map.registry.sentence.mentions import Mention

_ROMAN = re.compile(r"[ivxlc]+")
#: Between the names of several regions.
_BETWEEN = frozenset(("i", "oraz", ",", ";", "/", "lub"))
_QUOTES = frozenset("„”“\"'«»‚’")

#: How far after a label a bracket is looked for that says what it holds.
_NEAR = 40


class Labels(Cursor):
    """Names of areas, and what they stand for."""

    def voivodeship(self) -> bool:
        """Read "województwa opolskiego", "woj. łódzkiego", "(dolnośląskie)", "lubuskich" of "lubuskich powiatach"."""
        if self.norm() in lex.VOIVODESHIP:
            skip = 2 if self.norm(1) in (".", ":") else 1
            match = self.gazetteer.match(Kind.VOIVODESHIP, self.tokens, self.at + skip)
            whole = any(self.norm(-back).startswith(lex.WHOLE) for back in (1, 2, 3))
        else:
            match, whole = self._voivodeship_alone(), False
        if match is None:
            return False
        self._name_voivodeship(match, whole)
        while self.head is None and (another := self._voivodeship_beside()) is not None:
            self._name_voivodeship(another, whole)
        return True

    def _voivodeship_alone(self) -> Match | None:
        match = self.gazetteer.match(Kind.VOIVODESHIP, self.tokens, self.at)
        if match is None:
            return None
        after = self.norm_at(match.stop)
        alone = self.norm(-1) == "(" and after == ")"
        bracketed = alone and (self.norm().endswith("ie") or self.follows_last(self.at - 1))
        plural = self.norm().endswith(("ich", "imi", "ie"))
        several = plural and after in lex.POWIAT and self.norm(-1) not in lex.POWIAT
        return match if bracketed or several else None

    def _voivodeship_beside(self) -> Match | None:
        """Find the second of "województwa lubelskie i podkarpackie"."""
        if self.norm() not in ("i", "oraz", ","):
            return None
        return self.gazetteer.match(Kind.VOIVODESHIP, self.tokens, self.at + 1)

    def _name_voivodeship(self, match: Match, whole: bool) -> None:
        self.region = match.name.codes[0]
        place = self.at
        while self.norm_at(place - 1) in ("(", "[", "w", "we", ","):
            place -= 1
        if self.last is not None and self.follows_last(place):
            self.last.region = self.region
        first = self.at if self.norm() not in ("i", "oraz", ",") else self.at + 1
        self.found.voivodeships.append((self.region, *self.span(first, match.stop), whole))
        self.take(match.stop - self.at)

    def label(self) -> bool:
        """Read "subregion nadwiślański", "Obszar II", "podregion krakowski": a name of an area that is no unit."""
        norm = self.norm()
        if norm in lex.NUTS3 or norm == "nuts":
            return self._nuts3()
        stop = self.at + 1
        if norm in lex.AREA:
            if not (_ROMAN.fullmatch(self.norm(1)) or self.norm(1).isdecimal()) or self.norm(2) in lex.POWIAT:
                return False
            stop += 1
        elif norm in lex.SUBREGION | lex.REGION:
            stop = self._label_end(stop)
            if stop == self.at + 1:
                return self.take()
        else:
            return False
        return self._close(self.at, stop, stop)

    def _close(self, first: int, stop: int, end: int) -> bool:
        """Note a label, and whether it adds to units beside it although nothing says what it holds."""
        self.found.labels.append(self.span(first, stop))
        if self._adds(first, end) and not self._explained(end):
            self.found.added_labels.append(self.span(first, stop))
        self.head = None
        return self.take(end - self.at)

    def _label_end(self, stop: int) -> int:
        several, named = False, False
        while stop < len(self.tokens):
            token = self.tokens[stop]
            after = self.norm_at(stop + 1)
            wordy = is_adjective(token.norm) or token.norm.startswith(lex.DIRECTIONS)
            compound = token.is_hyphen and self.norm_at(stop - 1).endswith("o")
            joined = compound and (is_adjective(after) or after.startswith(lex.DIRECTIONS))
            several = token.norm in ("i", "oraz", ",") and named and self._is_another(stop + 1)
            if not (wordy or joined or several or _is_number(token.norm) or self._starts_compound(stop)):
                break
            named |= is_adjective(token.norm) or (several and token.norm.startswith(lex.DIRECTIONS))
            stop += 1
        return stop

    def _is_another(self, place: int) -> bool:
        """Recognise one more name of a label ("subregion tarnowski i nowosądecki") from a powiat beside it."""
        norm, after = self.norm_at(place), self.norm_at(place + 1)
        return (is_adjective(norm) or norm.startswith(lex.DIRECTIONS)) and after not in lex.POWIAT

    def _starts_compound(self, place: int) -> bool:
        """Distinguish "warszawsko" of "warszawsko-zachodni" from another word."""
        return self.norm_at(place).endswith("o") and self.norm_at(place).isalpha() and self.is_dash_at(place + 1)

    def _explained(self, place: int) -> bool:
        """Return whether a list follows that says what the label before it holds."""
        place = self._past_voivodeship(place)
        while self.norm_at(place) in _QUOTES:
            place += 1
        norm, after = self.norm_at(place), self.norm_at(place + 1)
        if norm in ("(", "["):
            return not any(self._is_phrase(phrase, place + 1) for phrase in lex.EXCLUSIONS)
        if norm == ":":
            return True
        if self.is_dash_at(place):
            return after not in lex.SUBREGION | lex.NUTS3 | lex.REGION
        if norm == ",":
            norm, after = after, self.norm_at(place + 2)
        return norm == "to" or norm.startswith(lex.COVERS + lex.COMPRISES) or after.startswith(lex.COMPRISES)

    def _is_phrase(self, phrase: tuple[str, ...], place: int) -> bool:
        return tuple(self.norm_at(place + i) for i in range(len(phrase))) == phrase

    def _past_voivodeship(self, place: int) -> int:
        bracket = self.norm_at(place) == "("
        start = place + bracket
        start += self.norm_at(start) in ("w", "we")
        if self.norm_at(start) not in lex.VOIVODESHIP:
            return place
        start += 2 if self.norm_at(start + 1) == "." else 1
        match = self.gazetteer.match(Kind.VOIVODESHIP, self.tokens, start)
        if match is None:
            return place
        return match.stop + (bracket and self.norm_at(match.stop) == ")")

    def _adds(self, first: int, stop: int) -> bool:
        """Recognise a label that stands beside units: "subregion nadwiślański oraz powiat tczewski"."""
        before = first - 1
        while self.norm_at(before) in lex.PREPOSITIONS:
            before -= 1
        ends = {mention.end for mention in self.found.mentions[-1:]}
        if before > 0 and self.norm_at(before) in ("i", "oraz") and self.tokens[before - 1].end in ends:
            return True
        after = self._past_voivodeship(stop)
        if self.norm_at(after) not in ("i", "oraz", "a", "jak"):
            return False
        after += 1
        while self.norm_at(after) in lex.PREPOSITIONS:
            after += 1
        explained_later = any(self.norm_at(place) in ("(", "[") for place in range(after, after + _NEAR))
        region = self.norm_at(after) in lex.NUTS3 or self.norm_at(after) == "nuts"
        return (self.is_head(after) or region) and not explained_later

    def _nuts3(self) -> bool:
        """Read "podregion krakowski", "podregiony NUTS 3: koszaliński i szczeciński": all powiats of GUS regions."""
        first, place = self.at, self.at
        sure = False
        matches: list[Match] = []
        while True:
            opened, said = self._nuts3_opening(place)
            sure |= said
            match = self.gazetteer.match(Kind.NUTS3, self.tokens, opened)
            if match is None:
                break
            matches.append(match)
            place, said = self._nuts3_note(match.stop)
            sure |= said
            joined = place + 1 if self.norm_at(place) in _BETWEEN else place
            opened, _ = self._nuts3_opening(joined)
            if joined == place or self.gazetteer.match(Kind.NUTS3, self.tokens, opened) is None:
                break
            place = joined
        if not matches:
            stop = self._label_end(opened)
            return self._close(first, stop, stop) if stop > opened else self.take(opened - first or 1)
        return self._all_of(first, place, matches, sure)

    def _nuts3_opening(self, place: int) -> tuple[int, bool]:
        """Pass over "podregionu (NUTS 3)", "NUTS3:"; tell whether the statistical office is named."""
        sure, stop = False, place
        while True:
            norm = self.norm_at(place)
            if norm in lex.STATISTICAL:
                sure, place = True, self._past_nuts(place)
            elif norm in lex.NUTS3 or norm.startswith("statystyczn"):
                place += 1
            elif norm in ("(", ")", ":", "[", "]") or norm in _QUOTES or self._is_mark(place):
                place += 1
                continue
            else:
                return (place if self.gazetteer.match(Kind.NUTS3, self.tokens, place) else stop), sure
            stop = place

    def _is_mark(self, place: int) -> bool:
        return place < len(self.tokens) and (self.tokens[place].is_hyphen or self.tokens[place].is_bullet)

    def _past_nuts(self, place: int) -> int:
        """Return the place after "NUTS", "NUTS 3", "NUTS-3", "NUTS III"."""
        number = place + 1 + self.is_dash_at(place + 1)
        return number + 1 if self.norm_at(number) in ("3", "iii") else place + 1

    def _nuts3_note(self, place: int) -> tuple[int, bool]:
        """Pass over "(NUTS 3)" after a name."""
        bracket = self.norm_at(place) in ("(", "[")
        if self.norm_at(place + bracket) not in lex.STATISTICAL:
            return place, False
        stop = self._past_nuts(place + bracket)
        return stop + (bracket and self.norm_at(stop) in (")", "]")), True

    def _all_of(self, first: int, stop: int, matches: list[Match], sure: bool) -> bool:
        """Mention every powiat of the regions, unless a list says what the label holds."""
        beside = self.norm_at(stop) in _BETWEEN and self._is_another(stop + 1)
        end = self._label_end(stop + 1) if beside else stop
        if self._explained(end) or self._only_names(first):
            return self._close(first, end, end)
        if beside:
            self.found.labels.append(self.span(stop + 1, end))
            self.found.added_labels.append(self.span(stop + 1, end))
        for match in matches:
            start, finish = self.span(match.first, match.stop)
            for code in self.gazetteer.powiaty_of(match.name.codes[0]):
                powiat = self.gazetteer.powiaty[code]
                kind = Kind.CITY if powiat.is_city else Kind.COUNTY
                standing = "nuts3" if sure else "podregion"
                self.found.mentions.append(
                    Mention(kind, (code,), powiat.name, standing, start, finish, self.excluding, region=self.region)
                )
        self.head, self.announced, self.last = None, None, None
        return self.take(end - self.at)

    def _only_names(self, first: int) -> bool:
        """Recognise a label that says where the units before it lie: "powiat suski (podregion nowotarski)"."""
        before = first - 1
        if self.norm_at(before) in ("(", "[") or self.is_dash_at(before) or self.norm_at(before) in ("z", "ze", "w"):
            return self.follows_last(before)
        return False


def _is_number(norm: str) -> bool:
    return norm.isdecimal() or (norm not in ("i", "c") and bool(_ROMAN.fullmatch(norm)))
