"""TERYT codes: identity as text.

A code of the territorial register TERC (GUS) names a voivodeship with 2 digits, a powiat with 4 and a gmina with 6;
a seventh digit tells the kind of the gmina (or of its part) and can change while the gmina stays the same, so the
identity used everywhere in ses_map is the code without it. Codes keep their leading zeros: they are never numbers.
"""

from enum import StrEnum

from ses_map.errors import InvalidTerytError
from ses_map.vocabulary import GminaKind

#: Voivodeship codes: the even numbers from 02 to 32 (TERC, in force since 1999-01-01).
VOIVODESHIPS = frozenset(f"{n:02d}" for n in range(2, 33, 2))

#: The seventh digit (TERC "RODZ"): 1 urban, 2 rural, 3 mixed, 4 town in a mixed gmina, 5 rural part of a mixed gmina,
#: 8 district of Warsaw, 9 delegacy.
KIND_DIGITS = frozenset((*GminaKind, "4", "5", "8", "9"))

#: Powiat numbers from 61 up belong to cities with powiat rights.
FIRST_CITY_NUMBER = 61


class Level(StrEnum):
    """What a code names, by its length."""

    VOIVODESHIP = "voivodeship"
    POWIAT = "powiat"
    GMINA = "gmina"


_LEVELS = {2: Level.VOIVODESHIP, 4: Level.POWIAT, 6: Level.GMINA}


def parse(text: str) -> str:
    """Read a TERYT code as people and registers write it.

    Parameters
    ----------
    text : str
        2, 4, 6 or 7 digits; surrounding white space and inner spaces (``"22 07"``) are allowed.

    Returns
    -------
    str
        The code in its one spelling: 2, 4 or 6 ASCII digits, without the kind digit of a gmina.

    Raises
    ------
    InvalidTerytError
        When the text is not such a code. Nothing is guessed: ``"202"`` is refused and ``"0202"`` is suggested.

    Notes
    -----
    Shape of the codes: Rozporządzenie Rady Ministrów z 15 grudnia 1998 r. (Dz.U. 1998 nr 157 poz. 1031).
    """
    code = "".join(text.split())
    if not (code.isascii() and code.isdigit()):
        raise _invalid(text, "składa się z samych cyfr", "has digits only")
    if len(code) in (1, 3, 5):
        raise _invalid(
            text, f"ma 2, 4, 6 albo 7 cyfr; może chodziło o „0{code}”", f"has 2, 4, 6 or 7 digits, try 0{code}"
        )
    if len(code) not in (2, 4, 6, 7):
        raise _invalid(text, "ma 2, 4, 6 albo 7 cyfr", "has 2, 4, 6 or 7 digits")
    if code[:2] not in VOIVODESHIPS:
        raise _invalid(text, "zaczyna się od kodu województwa (parzyste 02–32)", "starts with an even number 02 to 32")
    if code[2:4] == "00" or code[4:6] == "00":
        raise _invalid(text, "nie ma zer w miejscu powiatu ani gminy", "has no 00 in place of a powiat or gmina")
    if len(code) == 7 and code[6] not in KIND_DIGITS:
        raise _invalid(text, "ma na końcu rodzaj gminy 1–5, 8 albo 9", "ends in a kind digit 1-5, 8 or 9")
    return code[:6]


def _invalid(text: str, polish: str, english: str) -> InvalidTerytError:
    shown = text if len(text) <= 20 else text[:20] + "…"
    return InvalidTerytError(
        f"{shown!r} is not a TERYT code: a code {english}",
        f"„{shown}” nie jest kodem TERYT: kod {polish}.",
    )


def level(code: str) -> Level:
    """Return what a parsed code names."""
    return _LEVELS[len(code)]


def voivodeship_of(code: str) -> str:
    """Return the 2-digit code of the voivodeship that holds the unit."""
    return code[:2]


def powiat_of(code: str) -> str:
    """Return the 4-digit code of the powiat that holds the gmina (or is the powiat)."""
    if len(code) < 4:
        raise InvalidTerytError(f"{code!r} names a voivodeship, and a powiat or gmina was wanted")
    return code[:4]


def is_city(code: str) -> bool:
    """Return whether a powiat or gmina code belongs to a city with powiat rights."""
    return int(powiat_of(code)[2:]) >= FIRST_CITY_NUMBER


def units_of(gmina: str) -> tuple[str, str]:
    """Return the units a claim may name for this gmina, the more specific first: the gmina, its powiat."""
    return gmina, powiat_of(gmina)
