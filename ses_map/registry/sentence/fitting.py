"""What fits what stands before it, by order and by case: what does not is told, so that no word passes in silence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.inflection import cases
from ses_map.registry.sentence.order import WITHIN, group, is_foreseen

_NAMES, _COUNTIES, _TOWNS, _HEADS = group("NAME"), group("COUNTIES"), group("TOWNS"), group("HEAD")
_KINDS, _ENDS = group("LAND_OR_CITY"), group("SEMI BREAK CLOSE COVERS")
_ALL = frozenset(("nom", "gen", "acc", "loc"))
_INST = frozenset(("inst",))
#: Cases of what stands right after a word.
_GOVERNED = {
    "FROM": _INST | {"gen"}, "WITH": _INST, "OF": frozenset(("gen",)),
    "IN": frozenset(("loc",)), "COVERS": frozenset(("nom", "acc")), "CONCERNS": frozenset(("nom", "gen", "acc")),
    "LEAD": frozenset(("gen", "acc", "loc")),
}  # fmt: skip
#: Verbs of which an office is the subject: no unit stands right before them.
_VERBS = ("obejm", "obsług", "będ", "swoim")
#: How many classes the longest sequence has.
_WINDOW = 6


def misfits(words: Iterable[Word]) -> Iterator[tuple[int, int]]:
    """Find words that do not fit what stands before them.

    Yields
    ------
    tuple of int
        Offsets where the two begin and end.
    """
    kinds, before = ["START"] * _WINDOW, Word("START", "", 0, 0)
    agreement, reach = _Agreement(), _Reach()
    for word in (*words, Word("BREAK", "", 0, 0)):
        kinds = [*kinds[1:], word.type]
        fits = [
            is_foreseen(kinds, reach.is_label) and _forms_fit(before, word, reach.is_label),
            reach.goes_on(before, word),
            agreement.goes_on(before, word, reach.is_label),
        ]
        if not all(fits):
            yield before.start, max(before.end, word.end)
        before = word


def _forms_fit(before: Word, word: Word, is_label: bool) -> bool:
    """Check pairs of classes that are right in some forms only."""
    match before.type, word.type:
        case (("CITY" | "TOWN"), "ACTS"):
            return _is_seat(before)
        case name, "ACTS" if name in _NAMES:
            return False
        case name, "COVERS" if name in _NAMES:
            return is_label or not word.norms[0].startswith(_VERBS) or _is_seat(before)
        case "FROM", kind if before.after[1] in ("COUNTY", "CITY") and kind in _NAMES | _HEADS:
            return "inst" in cases(word.norms[-1], is_county=False)
        case head, ("AND" | "SEP" | "COVERS") if head in _HEADS:
            return before.norms[-1] not in ("powiat", "miasto", "gmina", "pow", "m", "gm")
        case "GMINA", "POWIAT":
            return "gen" in cases(word.norms[-1])
        case "POWIAT", "MIASTO":
            return before.norms[-1] in ("powiat", "powiatu", "powiecie", "pow")
        case "POWIAT", "VOIVODESHIP":
            return word.norms[-1].endswith(("ie", "ich"))
        case "EXCEPT", "IN":
            return before.norms[0] == "nie"
        case "EXCEPT", kind if before.norms[0] == "nie" and before.after[1] in _NAMES:
            return kind not in _NAMES | _HEADS
        case "IN", "WHOLE":
            return bool(cases(word.norms[0], is_county=False) & _governed(before))
        case "AND", "COVERS":
            return word.norms[0].startswith(_VERBS)
        case "SERVED", "LEAD":
            return before.after[1] not in _NAMES or word.norms != ("są",)
        case "VOIVODESHIP", head if head in _HEADS:
            return not before.norms[-1].endswith(("ski", "cki", "dzki"))
        case name, "WHOLE" if name in _NAMES and len(word.norms) == 1:
            return bool(cases(word.norms[0], is_county=False) & _cases(before))
        case "COUNTY", kind if kind in _KINDS:
            return word.norms[-1].rpartition("k")[2] == before.norms[-1].rpartition("k")[2]
    return True


def _is_seat(name: Word) -> bool:
    """Recognise "biuro w Opolu obsługuje …"."""
    return name.after[1] == "IN" and name.after[0] in ("OFFICE", "NAMED", "PLAIN")


@dataclass
class _Reach:
    """How far names of areas and lists of what is left out go."""

    is_label: bool = False
    is_denied: bool = False
    is_excluding: bool = False

    def goes_on(self, before: Word, word: Word) -> bool:
        """Take one word; return whether it fits what it is in."""
        broken = self.is_label and word.type in ("WHOLE", "SERVED")
        broken |= self.is_denied and before.type != "SEP" and word.type in ("COVERS", "SERVED")
        self.is_label = word.type in group("LABEL") or (self.is_label and word.type in WITHIN["LABEL"])
        if word.type == "EXCEPT" or word.type in _ENDS:
            self.is_excluding = word.type == "EXCEPT"
        if word.type in group("DENYING"):
            self.is_denied = before.type not in _NAMES and (word.type == "NOT" or word.norms[0] == "nie")
        elif word.type in _ENDS:
            self.is_denied = False
        within = word.type in WITHIN["EXCEPT"] or word.norms == ("w", "całości")
        return not broken and (within or not self.is_excluding)


@dataclass
class _Agreement:
    """The cases of the lists in hand, of counties and of cities."""

    of_counties: frozenset[str] = _ALL - {"loc"}
    of_towns: frozenset[str] = _ALL - {"loc"}
    #: Those outside the brackets in hand.
    outer: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    #: How names begin that the text has named, and whether the last one was among them.
    seen: set[str] = field(default_factory=set)
    is_seen: bool = False

    def goes_on(self, before: Word, word: Word, is_label: bool) -> bool:
        """Take one word; return whether its case fits."""
        if word.type in _NAMES:
            return self._name(before, word, is_label)
        if word.type in _COUNTIES | _TOWNS | _KINDS:
            return self._head(before, word)
        if word.type == "COLON" and before.type in _COUNTIES | _KINDS:
            self._set(self.of_counties | {"nom"}, self.of_towns | {"nom"})
        elif word.type == "CLOSE":
            self._set(*self.outer.pop() if self.outer else (self.of_counties, self.of_towns))
            return self.is_seen or before.type not in _NAMES or before.after[1] != "OPEN"
        elif word.type not in ("SEP", "AND", "DASH", "SEMI"):
            if word.type == "OPEN":
                self.outer.append((self.of_counties, self.of_towns))
            own = _ALL | _INST if word.type in ("EXCEPT", "NEAR", "FORMER") else _ALL
            self._set(own, own)
        return True

    def _set(self, of_counties: frozenset[str], of_towns: frozenset[str]) -> None:
        self.of_counties, self.of_towns = of_counties, of_towns

    def _head(self, before: Word, word: Word) -> bool:
        own, governed = cases(word.norms[-1], is_county=word.type in _COUNTIES | _KINDS), _governed(before)
        if word.type in _TOWNS:
            self._set(own | {"nom"} if self.of_counties is _ALL else self.of_counties, own | {"nom"})
        elif word.type in _COUNTIES or before.type != "COUNTY":
            self._set(own, own)
        elsewhere = self.seen and before.type == "IN" and before.after[1] == "NAMED"
        return not elsewhere and (before.type not in ("IN", "FROM", "WITH") or bool(own & governed))

    def _name(self, before: Word, word: Word, is_label: bool) -> bool:
        own, is_county = _cases(word), word.type == "COUNTY"
        fits = bool(own & (_governed(before) or (self.of_counties if is_county else self.of_towns)))
        fits |= not is_county and "nom" in own and before.type not in ("IN", "LEAD")
        self._set(*(own, self.of_towns) if is_county else (self.of_counties, own))
        stem = word.norms[0][:5]
        self.is_seen = stem in self.seen
        self.seen.add(stem)
        return fits and (
            before.type != "OPEN" or (before.after[1] or "START") in WITHIN["OPEN"] or is_label or self.is_seen
        )


def _governed(before: Word) -> frozenset[str]:
    """Return the cases that a word wants after it; none where it wants nothing."""
    kind, first, last = before.type, *(before.norms[:1] or ("",)), *(before.norms[-1:] or ("",))
    if kind == "WHOLE":
        return cases(last, is_county=False)
    if kind == "LEAD" and last.endswith(("em", "są")):
        kind = "COVERS"
    elif (kind == "IN" and first not in ("w", "we")) or (kind == "LEAD" and not first.startswith(("wsp", "na"))):
        kind = "OF"
    elif kind == "COVERS" and first.startswith("dotycz"):
        kind = "CONCERNS"
    elif kind == "COVERS" and first.startswith(("tj", "tzn", "czyli", "to", "a")):
        kind = ""
    return _GOVERNED.get(kind, frozenset())


def _cases(word: Word) -> frozenset[str]:
    if word.type == "COUNTY":
        many = word.norms[-1].endswith("ie")  # no two powiats are called one name
        return frozenset() if many else cases(word.norms[-1])
    words = word.norms[:1] if len(word.norms) > 2 else word.norms if " " in word.text else word.norms[-1:]
    return frozenset.intersection(*(cases(norm, is_county=False, alone=len(words) == 1) for norm in words))
