"""What a person typed, taken apart: a name, what tells it from its namesakes, or a code."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ses_map.search.address import Part, parts_of
from ses_map.search.index import Kind
from ses_map.spelling import fold, in_latin
from ses_map.vocabulary import read_degrees

_POSTCODE = re.compile(r"(?<!\d)(\d{2})\s?-?\s?(\d{3})(?!\d)")
_TERYT = re.compile(r"\d{2}|\d{4}|\d{6,7}")
_POINT = re.compile(r"\s*(-?\d{1,2}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\s*")
_POSTCODE_WORDS = re.compile(r"\bkod\w*\s+poczt\w*\.?|\bPL[\s-]*(?=\d{2}-?\d{3})", re.IGNORECASE)
#: What is no place: an e-mail, an address of a page, a number of a register or of a telephone.
_NO_PLACE = re.compile(
    r"[^\s@]+@[^\s@]+|(?:https?://|www\.)\S+|(?:\+|00)\s?[\d\s()-]{9,}|(?:tel\w*|fax|kom)\b[\s.:]*[\d\s+()-]{7,}"
    r"|(?:krs|nip|regon|pesel|krrit|ngo)\b[\s.:]*(?:pl)?[\d\s-]{6,}|(?:pl)?[\d\s().-]{8,}",
    re.IGNORECASE,
)
#: How the capital and its offices write "miasto stołeczne".
_CAPITAL = re.compile(r"\bm st\b ?")
#: Other signs for a hyphen, and signs that nobody sees.
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

#: Words before a name that say what it is, folded.
MARKS = {
    **dict.fromkeys(("gm", "gmina", "gminy", "gminie", "gmine", "gmini"), Kind.GMINA),
    **dict.fromkeys(("pow", "powiat", "powiatu", "powiecie", "powit", "county"), Kind.POWIAT),
    **dict.fromkeys(
        ("woj", "wojewodztwo", "wojewodztwa", "wojewodztwie", "woiewodstwo", "voivodeship"), Kind.VOIVODESHIP
    ),
    **dict.fromkeys(("m", "mst", "miasto", "miasta", "miescie", "city"), Kind.CITY),
    **dict.fromkeys(("wies", "wsi"), Kind.VILLAGE),
}
#: Marks that may follow a name: what comes after them holds the place.
_HOLDERS = (Kind.GMINA, Kind.POWIAT, Kind.VOIVODESHIP)
PREPOSITIONS = frozenset({"w", "we", "z", "ze", "iz", "do", "od", "kolo", "obok", "pod", "przy"})
#: Words that mean nothing here, folded.
IDLE = frozenset(
    "w we z ze iz do od dla na k kolo obok pod przy okolice okolicach mieszkam jestem szukam owes osrodek kto mi "
    "pomoze pomaga in near i live from the of".split()
)


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
    #: Folded name before a house number, which is a street unless a locality of the town is called so.
    aside: str = ""
    #: Whether words before the name, or on either side of it, may be a street.
    has_street: bool = False
    #: Whether it is a number of a register, a telephone or an e-mail.
    is_no_place: bool = False


def parse_query(text: str) -> Query:
    """Take a query apart.

    Parameters
    ----------
    text : str
        Such as ``"Kwidzyn"``, ``"w Kwidzynie"``, ``"Rakowiec, gm. Kwidzyn"``, ``"ul. Chopina 5, 82-500 Kwidzyn"``,
        ``"powiat kwidzyński"``, ``"2207"``, ``"53.73, 18.93"``; anything at all.
    """
    text = in_latin(tidied(text))
    if found := _POINT.fullmatch(text):
        return Query(point=(read_degrees(found[1].replace(",", ".")), read_degrees(found[2].replace(",", "."))))
    code = re.sub(r"\s", "", text)
    if _TERYT.fullmatch(code):
        return Query(teryt=code)
    if _NO_PLACE.fullmatch(text.strip()):
        return Query(is_no_place=True)
    text = _POSTCODE_WORDS.sub(" ", text)
    postcode = _POSTCODE.search(text)
    said = f"{postcode[1]}-{postcode[2]}" if postcode else ""
    parts = parts_of(_POSTCODE.sub(",", text))
    named = [p for p in parts if not (p.is_street or p.is_numbered)]
    numbered = [p for p in parts if p.is_numbered and not p.is_street]
    pieces = _pieces(named)
    if numbered and not any(kind not in _HOLDERS for _, kind in pieces):
        named, numbered, pieces = [*numbered, *named], [], _pieces([*numbered, *named])
    has_street = not pieces or any(p.is_numbered for p in named)
    pieces = pieces or _pieces([Part(_without_first(p.text)) for p in parts if p.is_street and not p.is_numbered])
    name, kind = pieces[0] if pieces else ("", None)
    aside = " ".join(fold(numbered[0].text).split()) if numbered else ""
    return Query(
        name, kind, tuple(pieces[1:]), said, "", _is_inflected([p.text for p in named]), None, aside, has_street
    )


def tidied(text: str) -> str:
    """Compose letters, write every hyphen as one, and leave out what nobody sees."""
    return _HYPHENS.sub("-", _HIDDEN.sub("", unicodedata.normalize("NFKC", text)))


def _without_first(text: str) -> str:
    """Leave out the first word of a street that no comma parts from its town: "ul. Floriańska Kraków"."""
    return text.partition(" ")[2]


def _pieces(parts: Sequence[Part]) -> list[tuple[str, Kind | None]]:
    return [piece for part in parts for piece in _split_marks(part.text)]


def _is_inflected(parts: list[str]) -> bool:
    """Return whether a preposition stands before the first word that is part of a name."""
    before = takewhile(lambda word: word in IDLE or word in MARKS, fold(parts[0]).split() if parts else ())
    return any(word in PREPOSITIONS for word in before)


def _split_marks(part: str) -> list[tuple[str, Kind | None]]:
    """Cut a part at the words that say what follows: "Rakowiec gm. Kwidzyn" → Rakowiec, gmina Kwidzyn."""
    pieces: list[tuple[list[str], Kind | None]] = [([], None)]
    words = _CAPITAL.sub("m ", fold(part)).split()
    for number, word in enumerate(words):
        last, first = number == len(words) - 1, not pieces[-1][0]
        if word in MARKS and not last and (first or MARKS[word] in _HOLDERS):
            pieces.append(([], MARKS[word]))
        elif word not in IDLE or (last and not pieces[-1][0]):
            pieces[-1][0].append(word)
    return [(" ".join(w), kind) for w, kind in pieces if w]
