"""Days, months and periods as offices write them, read into ISO 8601; nothing is guessed.

Each ``read_`` returns the text that a table holds, or raises InvalidInputError with a sentence for people.
"""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ses_map.errors import InvalidInputError
from ses_map.imports.cells import clean_text
from ses_map.spelling import fold
from ses_map.vocabulary import DAY_PATTERN, read_moment

#: The names of months, folded: genitive, nominative, as spreadsheets shorten them, Roman.
_MONTH_NAMES = (
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien",
    "sty lut mar kwi maj cze lip sie wrz paz lis gru",
    "i ii iii iv v vi vii viii ix x xi xii",
)
_MONTHS = {word: n for names in _MONTH_NAMES for n, word in enumerate(names.split(), start=1)}
_YEAR_FIRST = re.compile(r"(\d{4}) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})[ .-]+([^\W\d_]+)[ .-]+(\d{4})")
_SERIAL = re.compile(r"\d{5}")
_AROUND_DAY = re.compile(r"^(?:(?:z|od|do) )?dnia |[t ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?$|\s*(?:r\.?|roku)$")
#: A moment of a stated zone: 23:00 of Greenwich is the next day in Poland.
_MOMENT = re.compile(rf"({DAY_PATTERN})[t ](\d\d:\d\d(?::\d\d(?:\.\d{{1,9}})?)?) ?(z|utc|gmt|[+-]\d\d(?::?\d\d)?)")
_POLAND = ZoneInfo("Europe/Warsaw")

#: Day 0 of spreadsheets (with the leap day 1900-02-29 that never was): serial 60 and less are ambiguous.
_EPOCH = date(1899, 12, 30)
#: Serial numbers of days up to 2099-12-31; a greater number of five digits is something else, such as a postcode.
_LAST_SERIAL = 73_050
#: Texts of which the meaning is remembered: days come again and again.
_REMEMBERED = 20_000
#: Longer texts are no periods.
_LONGEST = 100
#: No register knows of an earlier day: 0024 is a year of two digits.
_FIRST_YEAR = 1800

#: Words for an end that nobody has set.
_OPEN = re.compile(
    r"\b(?:bezterminow\w+|bez ?terminu|bez ograniczeń(?: czasowych)?|do odwołania|do chwili obecnej|do teraz|do nadal"
    r"|brak terminu|bez końca|do dziś|do dzisiaj|nadal|obecnie|teraz|trwa|w toku|na stałe"
    r"|(?:na )?(?:czas )?nie ?(?:określon\w+|oznaczon\w+))\b|∞",
)
_LEAD = re.compile(
    r"(?:(?:umowa|status|zawart\w+|przyznan\w+|w okresie|na okres|okres|w latach|lata|ważn\w+|obowiązuj\w+|czas|na czas"
    r"|działa)\b[: ]*)+"
)
_INCLUSIVE = re.compile(r"[ ,(]*włącznie\)?$")
_FROM = re.compile(r"(?:od|z)(?: dnia| początku)? ")
_TO = re.compile(r"(?:do|po)(?: dnia| końca)? ")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"(?P<y>\d{4}) ?[-./] ?(?P<m>\d{1,2})|(?P<n>\d{1,2}|[^\W\d_]+)[ ./-]+(?P<z>\d{4})")
_PART = re.compile(r"(?P<n>[1-4]|i{1,3}|iv)\.? ?(?P<of>kw(?:arta[łl]u?|\.)?|półrocz[ea]|p[óo]łr\.) ?(?P<y>\d{4})")
_BETWEEN = re.compile(r" ?(?:[-–—÷→/]|\.\.+|\bdo\b|\bpo\b) ?")
#: What may lack the year that stands after the other day: ``1.01–31.12.2024``, ``I–XII 2024``.
_YEARLESS = re.compile(r"\d{1,2}\.\d{1,2}\.?|[^\W\d_]+|\d{1,2} [^\W\d_]+")


def read_day(text: str) -> str:
    """Read a day as people write it, and return it in ISO 8601.

    ``2024-03-05``, ``5.03.2024 r.``, ``05/03/2024`` (the day first, as in Poland), ``z dnia 5 marca 2024 r.``,
    ``5 III 2024``, ``5-mar-2024``, the serial number of a spreadsheet (``45356``); a time of day is left out, and one
    of a stated zone (``2019-12-31T23:00:00Z``) gives the day that it was in Poland.

    Raises
    ------
    InvalidInputError
        When it is no such day: a year alone, two digits of a year, 31 April. Nothing is guessed.
    """
    try:
        return _day(clean_text(text).casefold()).isoformat()
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(
            f"{text[:40]!r} is not a day: write 2024-03-05",
            f"„{text[:40]}” nie jest dniem; dzień ma postać 2024-03-05.",
        ) from error


def _day(said: str) -> date:
    if found := _MOMENT.fullmatch(said):
        zone = "Z" if found[3].isalpha() else found[3]
        return read_moment(f"{found[1]}T{found[2]}{zone}").astimezone(_POLAND).date()
    tidy = _AROUND_DAY.sub("", said).strip()
    if found := _YEAR_FIRST.fullmatch(tidy):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(tidy):
        year, month, day = int(found[3]), int(found[2]), int(found[1])
    elif found := _IN_WORDS.fullmatch(tidy):
        year, month, day = int(found[3]), _MONTHS.get(fold(found[2]), 0), int(found[1])
    elif _SERIAL.fullmatch(tidy) and int(tidy) <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(tidy))
    else:
        raise ValueError(tidy)
    if year < _FIRST_YEAR:
        raise ValueError(tidy)
    return date(year, month, day)


def _bounds(said: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a half of it, a quarter, a month or a day."""
    tidy = re.sub(r"\s*(?:r\.?|roku?)$", "", said)
    if _YEAR.fullmatch(tidy):
        return _months(int(tidy), 1, 12)
    if found := _PART.fullmatch(tidy):
        number = int(found["n"]) if found["n"].isdigit() else _MONTHS[found["n"]]
        length = 3 if found["of"].startswith("k") else 6
        return _months(int(found["y"]), (number - 1) * length + 1, length)
    if found := _MONTH.fullmatch(tidy):
        name, year = found["m"] or found["n"], int(found["y"] or found["z"])
        return _months(year, int(name) if name.isdigit() else _MONTHS.get(fold(name), 0), 1)
    return (_day(said),) * 2


def _months(year: int, first: int, length: int) -> tuple[date, date]:
    last = first + length - 1
    if year < _FIRST_YEAR or not 1 <= first <= last <= 12:
        raise ValueError(year)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def read_first(text: str) -> str:
    """Read the day on which something begins: that of a year or a month is their first."""
    return _read_bound(text, 0)


def read_last(text: str) -> str:
    """Read the day on which something ends: that of a year or a month is their last."""
    return _read_bound(text, 1)


def _tidy(text: str) -> str:
    tidy = clean_text(text).casefold()
    return _INCLUSIVE.sub("", tidy) if len(tidy) <= _LONGEST else tidy


def _read_bound(text: str, side: int) -> str:
    said = _tidy(text)
    try:
        return "" if _OPEN.fullmatch(said) else _bounds((_FROM, _TO)[side].sub("", said, count=1))[side].isoformat()
    except (ValueError, OverflowError):
        return read_day(text)


@lru_cache(maxsize=_REMEMBERED)
def is_rough(text: str) -> bool:
    """Check whether a text that names days leaves several to choose from: ``2024``, ``03.2024``."""
    tidy = _FROM.sub("", _TO.sub("", clean_text(text).casefold(), count=1), count=1)
    try:
        first, last = _bounds(tidy)
    except (ValueError, OverflowError):
        return False
    return first != last


def read_period(text: str) -> str:
    """Read a year (``2024``, ``2024 r.``), a month (``2024-03``, ``03.2024``, ``marzec 2024``) or a day.

    So are the days from the first to the last of a year or of a month.
    """
    tidy = re.sub(r"^(?:stan )?(?:na )?(?:dzień|dn\.)? ?", "", clean_text(text).casefold())
    try:
        first, last = _bounds(tidy)
    except (ValueError, OverflowError):
        start, end = split_period(tidy) or ("", "")
        try:
            first, last = _bounds(start)[0], _bounds(end)[1]
        except (ValueError, OverflowError):
            return read_day(text)
    if first == last:
        return first.isoformat()
    names = {_months(first.year, 1, 12): f"{first:%Y}", _months(first.year, first.month, 1): f"{first:%Y-%m}"}
    return names.get((first, last)) or read_day(text)


def eve_of(text: str) -> str:
    """Return the day before a day, a month or a year, such as the date of a source; empty where it is none."""
    try:
        return (_bounds(clean_text(text).casefold())[0] - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


@lru_cache(maxsize=_REMEMBERED)
def split_period(text: str) -> tuple[str, str] | None:
    """Split what says from when to when into the two, each empty where it is not said; ``None`` for anything else.

    ``01.01.2024 – 31.12.2028``, ``od 1 stycznia 2024 r. do odwołania``, ``bezterminowo``, ``2024–2028``, ``do końca
    2028 r.``, ``2024-01-01/2028-12-31``, ``I–XII 2024``.
    """
    tidy = _tidy(text)
    if len(tidy) > _LONGEST:
        return None
    tidy = _LEAD.sub("", tidy).strip(" .,;()")
    if _OPEN.search(tidy):
        start = _FROM.sub("", re.sub(r"[ ,;()–—-]+$|^[ ,;()–—-]+", "", _OPEN.sub("", tidy)))
        return (start, "") if not start or _names_days(start) else None
    begins = _FROM.match(tidy)
    for cut in _BETWEEN.finditer(tidy):
        start, end = tidy[begins.end() if begins else 0 : cut.start()].strip(), tidy[cut.end() :]
        end = _TO.sub("", end).strip()
        if _YEARLESS.fullmatch(start) and (year := re.search(r"\d{4}(?= ?(?:r\.?|roku?)?$)", end)):
            start = f"{start.rstrip('.')}{'.' if start[-1].isdigit() or start[-1] == '.' else ' '}{year[0]}"
        # 2024/2025 is a year of schools, not two of the calendar.
        if _names_days(start) and _names_days(end) and not ("/" in cut[0] and _YEAR.fullmatch(start)):
            return None if not begins and _names_days(tidy) else (start, end)
    for start, end in ((tidy.rstrip(" -–—"), ""), ("", tidy.lstrip(" -–—"))):
        if tidy not in (start, end) and _names_days(start or end):
            return start, end
    for lead, side in ((_FROM, 0), (_TO, 1)):
        if (found := lead.match(tidy)) and _names_days(rest := tidy[found.end() :]):
            return (rest, "") if side == 0 else ("", rest)
    return None


def _names_days(tidy: str) -> bool:
    try:
        return bool(_bounds(tidy))
    except (ValueError, OverflowError):
        return False


def read_neither(text: str) -> str:
    """Refuse what should say from when to when, and was not split."""
    raise InvalidInputError(
        f"{text[:40]!r} does not say from when to when: write 2024-01-01 – 2028-12-31",
        f"„{text[:40]}” nie mówi, od kiedy do kiedy; okres ma postać 2024-01-01 – 2028-12-31.",
    )
