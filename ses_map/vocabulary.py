"""The closed vocabularies, each spelled once: what a value may be, what it means, and how days and degrees are read.

An entity kind more is one entry here, its translations and its sign (``maps/signs.py``); a language more is one entry
here and its catalogue (``web/wording/catalogues``). ``tests/test_one_kind.py`` and ``tests/test_one_language.py`` show
it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ses_map.errors import InvalidInputError


def _(text: str) -> str:
    """Mark a text for the catalogues; the page that shows it translates it."""
    return text


class Effect(StrEnum):
    """What an assignment does with its unit."""

    ADD = "add"
    EXCLUDE = "exclude"


class Confidence(StrEnum):
    """``STATED``: the source names the unit. ``DERIVED``: it names only the subregion."""

    STATED = "stated"
    DERIVED = "derived"


class OfficeRole(StrEnum):
    """``MAIN``: the seat of a centre. ``BRANCH``: any other place where it receives people."""

    MAIN = "main"
    BRANCH = "branch"


class ContactKind(StrEnum):
    """What a contact is; ``OWES_PAGE`` is the page of a coordinator about the centres of its voivodeship."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WEBSITE = "website"
    OWES_PAGE = "owes_page"


#: Kind of a contact → what its value looks like: a column can only be checked alone, so the reader does it.
CONTACT_FORMS = {
    ContactKind.PHONE: r"(?=.*\d)[+\d ]+",
    ContactKind.EMAIL: r"\S+@\S+",
    ContactKind.ADDRESS: r"\S.*",
    ContactKind.WEBSITE: r"https?://\S+",
    ContactKind.OWES_PAGE: r"https?://\S+",
}


class Outcome(StrEnum):
    """Exactly the ways a look-up can end."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNCOVERED = "uncovered"
    OUTSIDE = "outside"
    INVALID = "invalid"


class Reason(StrEnum):
    """Why a known place has no centre."""

    GAP = "gap"
    NO_SOURCE = "no-source"
    EXPIRED = "expired"


class Standing(StrEnum):
    """How far a claim, and with it an answer, may be believed on a day; the rule is ``ses_map.coverage.standing``."""

    #: A stated period holds the day, or the source is recent: the only one that may be called current ("aktualne").
    CONFIRMED = "confirmed"
    #: No end is stated, and the source is old or undated.
    UNCONFIRMED = "unconfirmed"
    #: Its own end, or its centre's, has passed.
    ENDED = "ended"
    #: There is no claim: a known gap, or no source.
    NONE = "none"


#: Standing → what it is called in Polish.
STANDING_NAMES = {
    Standing.CONFIRMED: "potwierdzone",
    Standing.UNCONFIRMED: "niepotwierdzone",
    Standing.ENDED: "zakończone",
    Standing.NONE: "brak wskazania",
}


class GminaKind(StrEnum):
    """Seventh digit of TERC."""

    URBAN = "1"
    RURAL = "2"
    MIXED = "3"


@dataclass(frozen=True, slots=True)
class GminaKindWords:
    """What a kind of gmina is called.

    Parameters
    ----------
    pl, en, uk : str
        Its adjective; the Polish one is that of "gmina".
    cells : set of str
        Folded words of a cell that tell the kind: ``gm. w. Kwidzyn``.
    """

    pl: str
    en: str
    uk: str
    cells: frozenset[str]


#: Digit of a kind of gmina → its words.
GMINA_KINDS: dict[str, GminaKindWords] = {
    GminaKind.URBAN: GminaKindWords(_("miejska"), "urban", "міська", frozenset({"miejska", "miasto", "m"})),
    GminaKind.RURAL: GminaKindWords(_("wiejska"), "rural", "сільська", frozenset({"wiejska", "w"})),
    GminaKind.MIXED: GminaKindWords(_("miejsko-wiejska"), "mixed", "мішана", frozenset({"miejsko", "mw"})),
}


@dataclass(frozen=True, slots=True)
class EntityKind:
    """What a kind of social-economy entity (PES) is called.

    Parameters
    ----------
    one, many : str
        Its name in Polish, singular and plural; the singular is translated by the catalogues.
    en : str
        Its name in English, for people who work with the data.
    pattern : str
        Regular expression of the folded words by which registers call it; empty: none.
    is_run : bool
        Whether it is a unit that a legal person runs: "ZAZ przy Fundacji X" is a ZAZ, and no foundation.
    """

    one: str
    many: str
    en: str
    pattern: str = ""
    is_run: bool = False


#: Kind of an entity whose own kind is not known.
OTHER_KIND = "inne"
#: Code of a kind, as it stands in the registry → its words; lists of kinds are in this order.
ENTITY_KINDS: dict[str, EntityKind] = {
    "spoldzielnia_socjalna": EntityKind(
        _("spółdzielnia socjalna"), "spółdzielnie socjalne", "social cooperative", r"ss|spoldzieln\w+ socjaln\w+"
    ),
    "przedsiebiorstwo_spoleczne": EntityKind(
        _("przedsiębiorstwo społeczne (PS)"), "przedsiębiorstwa społeczne", "social enterprise",
        r"ps|przedsiebiorstw\w+ spoleczn\w+",
    ),
    "cis": EntityKind(
        _("centrum integracji społecznej (CIS)"), "CIS", "social integration centre",
        r"cis|centr\w+ integracji spolecznej", is_run=True,
    ),
    "kis": EntityKind(
        _("klub integracji społecznej (KIS)"), "KIS", "social integration club", r"kis|klub\w* integracji spolecznej",
        is_run=True,
    ),
    "zaz": EntityKind(
        _("zakład aktywności zawodowej (ZAZ)"), "ZAZ", "vocational activity establishment",
        r"zaz|zaklad\w* aktywnosci zawodowej", is_run=True,
    ),
    "wtz": EntityKind(
        _("warsztat terapii zajęciowej (WTZ)"), "WTZ", "occupational therapy workshop",
        r"wtz|warsztat\w* terapii zajeciowej", is_run=True,
    ),
    "fundacja": EntityKind(_("fundacja"), "fundacje", "foundation", r"fundacj\w+"),
    "stowarzyszenie": EntityKind(_("stowarzyszenie"), "stowarzyszenia", "association", r"stowarzyszeni\w+"),
    OTHER_KIND: EntityKind(_("inny podmiot"), "inne", "other"),
}  # fmt: skip


def entity_kind(code: str) -> str:
    """Name a kind of entity in Polish, singular; one that we have no name for is shown as it is."""
    return ENTITY_KINDS[code].one if code in ENTITY_KINDS else code


def entity_kinds(code: str) -> str:
    """Name a kind of entity in Polish, plural; one that we have no name for is shown as it is."""
    return ENTITY_KINDS[code].many if code in ENTITY_KINDS else code


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages.

    Parameters
    ----------
    name : str
        Its name in itself.
    polish, adverb : str
        Its name in Polish, and how a page in it is written: "ukraiński", "po ukraińsku".
    day, year : str
        Patterns of a day for Babel, and of a year that stands alone.
    """

    name: str
    polish: str
    adverb: str
    day: str = "long"
    year: str = "{}"


#: Code → language. The first is that of the data: texts that a catalogue lacks are shown in it.
LANGUAGES: dict[str, Language] = {
    "pl": Language("polski", "polski", "po polsku", "d\u00a0MMMM y 'r.'", "{} r."),
    "en": Language("English", "angielski", "po angielsku", "d MMMM y"),
    "uk": Language("українська", "ukraiński", "po ukraińsku", year="{}\u00a0р."),
}
DEFAULT_LANGUAGE = next(iter(LANGUAGES))

#: A day as it is written in files, addresses and options; whether the calendar has it only :func:`read_day` knows.
DAY_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
#: A number as programs write it.
NUMBER_PATTERN = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
#: Degrees in their plainest form, which may be repeated in an address as it came.
PLAIN_DEGREES = r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?"


_DAY = re.compile(DAY_PATTERN)
_DEGREES = re.compile(rf"{NUMBER_PATTERN}|[-+]?(?:nan|inf|infinity)", re.IGNORECASE)


def is_day(text: str) -> bool:
    """Return whether a text is written as a day."""
    return _DAY.fullmatch(text) is not None


def read_day(text: str) -> date:
    """Read a day of the calendar, ``2019-04-17``.

    Raises
    ------
    InvalidInputError
        When it is written otherwise, or the calendar has no such day.
    """
    try:
        if is_day(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInputError(
        f"{text[:40]!r} is not a calendar day: write it as 2019-04-17",
        f"Data „{text[:40]}” nie jest dniem kalendarza; zapisz ją jako rok-miesiąc-dzień, na przykład 2019-04-17.",
    )


def read_moment(text: str) -> datetime:
    """Read a moment as programs write it, ``2019-12-31T23:00:00Z``; ``ValueError`` where it is none."""
    return datetime.fromisoformat(text)


def first_day(text: str) -> date | None:
    """Return the earliest day that a whole or partial ISO date can mean; ``None`` for an empty text.

    Raises
    ------
    InvalidInputError
        When it is no such date: ``2024-13``.
    """
    return read_day(f"{text}-01-01"[:10]) if text else None


def read_degrees(text: str) -> float:
    """Read degrees with a decimal point; :func:`ses_map.lookup.check_point` checks that they are finite and in range.

    Raises
    ------
    InvalidInputError
        When it is no number.
    """
    if _DEGREES.fullmatch(text):
        return float(text)
    raise InvalidInputError(
        f"{text[:40]!r} is not a number: write degrees with a decimal point",
        f"Wartość „{text[:40]}” nie jest liczbą; podaj stopnie z kropką dziesiętną, na przykład 54.35.",
    )
