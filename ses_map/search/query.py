"""What a person typed, taken apart: a name, what tells it from its namesakes, or a code."""

import re
from dataclasses import dataclass
from itertools import takewhile

from ses_map.search.index import Kind
from ses_map.spelling import fold
from ses_map.vocabulary import read_degrees

_POSTCODE = re.compile(r"(?<!\d)(\d{2})\s?-?\s?(\d{3})(?!\d)")
_TERYT = re.compile(r"\d{2}|\d{4}|\d{6,7}")
_POINT = re.compile(r"\s*(-?\d{1,2}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\s*")
STREET = re.compile(r"\b(?:ul|al|aleja|aleje|pl|plac|os|osiedle|ulica)\b\.?\s[^,;]*", re.IGNORECASE)
#: What stands between the parts of a query.
PARTS = re.compile(r"[,;()\n]|\s[-–—]\s")
_NUMBER = re.compile(r"(?<!\s)\s+\d+\s?[a-z]?(?:\s?/\s?\d+\s?[a-z]?)?\s*$", re.IGNORECASE)

#: Words before a name that say what it is, folded.
_MARKS = {
    **dict.fromkeys(("gm", "gmina", "gminy", "gminie", "gmine", "gmini"), Kind.GMINA),
    **dict.fromkeys(("pow", "powiat", "powiatu", "powiecie", "powit", "county"), Kind.POWIAT),
    **dict.fromkeys(
        ("woj", "wojewodztwo", "wojewodztwa", "wojewodztwie", "woiewodstwo", "voivodeship"), Kind.VOIVODESHIP
    ),
    **dict.fromkeys(("m", "miasto", "miasta", "miescie", "city"), Kind.CITY),
    **dict.fromkeys(("wies", "wsi"), Kind.VILLAGE),
}
#: Marks that may follow a name: what comes after them holds the place.
_HOLDERS = (Kind.GMINA, Kind.POWIAT, Kind.VOIVODESHIP)
_PREPOSITIONS = frozenset({"w", "we", "z", "ze", "do", "od", "kolo", "obok", "pod", "przy"})
#: Words that mean nothing here, folded.
IDLE = frozenset(
    "w we z ze do od dla na k kolo obok pod przy mieszkam jestem szukam owes osrodek kto mi pomoze pomaga "
    "in near i live from the of".split()
)

#: Ukrainian letters → Latin ones as Polish would write the sound: Варшава → Warszawa, Гданськ → Gdansk.
_LETTERS = {
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "z", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ь": "", "ю": "iu", "я": "ia",
    "ё": "io", "ы": "y", "э": "e", "ъ": "", "'": "", "’": "",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS | {k.upper(): v.capitalize() for k, v in _LETTERS.items()})


@dataclass(frozen=True, slots=True)
class Query:
    """One query."""

    #: Folded name to look for; empty where only marks or a code came.
    name: str = ""
    #: What the name is, where the person said it.
    kind: Kind | None = None
    #: Folded names of what holds it, each with what it is said to be (or nothing).
    within: tuple[tuple[str, Kind | None], ...] = ()
    #: ``82-500`` or empty.
    postcode: str = ""
    #: Digits of TERYT or empty.
    teryt: str = ""
    #: Whether a preposition before the name says that it is not in its nominative: "w Kwidzynie".
    is_inflected: bool = False
    #: Latitude and longitude in degrees.
    point: tuple[float, float] | None = None


def parse_query(text: str) -> Query:
    """Take a query apart.

    Parameters
    ----------
    text : str
        Such as ``"Kwidzyn"``, ``"w Kwidzynie"``, ``"Rakowiec, gm. Kwidzyn"``, ``"ul. Chopina 5, 82-500 Kwidzyn"``,
        ``"powiat kwidzyński"``, ``"2207"``, ``"53.73, 18.93"``; anything at all.
    """
    text = in_latin(text)
    if found := _POINT.fullmatch(text):
        return Query(point=(read_degrees(found[1].replace(",", ".")), read_degrees(found[2].replace(",", "."))))
    code = re.sub(r"\s", "", text)
    if _TERYT.fullmatch(code):
        return Query(teryt=code)
    postcode = _POSTCODE.search(text)
    rest = _POSTCODE.sub(",", text)
    parts = [p for p in PARTS.split(rest) if fold(p)]
    named = [p for p in parts if not STREET.match(p.strip())] or [STREET.sub(" ", p) for p in parts]
    pieces = [piece for part in named for piece in _split_marks(_NUMBER.sub("", f" {part}"))]
    pieces = [(name, kind) for name, kind in pieces if name]
    name, kind = pieces[0] if pieces else ("", None)
    said = f"{postcode[1]}-{postcode[2]}" if postcode else ""
    return Query(name, kind, tuple(pieces[1:]), said, is_inflected=_is_inflected(named))


def _is_inflected(parts: list[str]) -> bool:
    """Return whether a preposition stands before the first word that is part of a name."""
    before = takewhile(lambda word: word in IDLE or word in _MARKS, fold(parts[0]).split() if parts else ())
    return any(word in _PREPOSITIONS for word in before)


def _split_marks(part: str) -> list[tuple[str, Kind | None]]:
    """Cut a part at the words that say what follows: "Rakowiec gm. Kwidzyn" → Rakowiec, gmina Kwidzyn."""
    pieces: list[tuple[list[str], Kind | None]] = [([], None)]
    words = fold(part).split()
    for number, word in enumerate(words):
        last, first = number == len(words) - 1, not pieces[-1][0]
        if word in _MARKS and not last and (first or _MARKS[word] in _HOLDERS):
            pieces.append(([], _MARKS[word]))
        elif word not in IDLE or (last and not pieces[-1][0]):
            pieces[-1][0].append(word)
    return [(" ".join(w), kind) for w, kind in pieces if w]


def in_latin(text: str) -> str:
    """Write a text with Cyrillic letters in Latin ones; any other text stays as it is.

    What Ukrainian spells otherwise than Polish sounds (Краків) comes out near enough to be suggested.
    """
    return text.translate(_TABLE) if any("\u0400" <= letter <= "\u052f" for letter in text) else text
