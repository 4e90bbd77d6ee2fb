"""What a request for items asks: period, boxes, page and values of properties, each read from its parameter."""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from ses_map.errors import InvalidInputError
from ses_map.vocabulary import DAY_PATTERN, NUMBER_PATTERN, read_day, read_degrees
from ses_map.web.http import parameters
from ses_map.web.http.negotiation import FORMS
from ses_map.web.publish.ogc.collection import CRS84, Collection, Property
from ses_map.web.publish.ogc.shapes import Box
from ses_map.web.state.snapshot_holder import holder

#: Features on a page that says nothing else, and at most; the standard wants more than that to be cut, not refused.
USUAL, MOST = 10, 10_000

_TIME = re.compile(
    rf"({DAY_PATTERN})"
    r"(?:[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9]))?"
)


@dataclass(frozen=True)
class Period:
    """Days asked about; ``None`` bounds nothing."""

    start: date | None
    end: date | None

    @property
    def day(self) -> date:
        """The day whose state is given: the last one, or today (a later start, if that) where it is open."""
        return self.end or max(self.start or date.min, holder().today())

    def meets(self, first: str | None, last: str | None) -> bool:
        """Return whether something that was from a day to a day was so in the period; ISO dates, None is not stated."""
        begun = first is None or self.end is None or first <= self.end.isoformat()
        return begun and (last is None or self.start is None or self.start.isoformat() <= last)


@dataclass(frozen=True)
class ItemsQuery:
    """What was asked about the items of a collection."""

    #: ``None`` where no ``datetime`` was given.
    period: Period | None
    #: ``None`` where no ``bbox`` was given.
    boxes: tuple[Box, ...] | None = None
    limit: int = USUAL
    offset: int = 0
    #: Property and the value that it has to have.
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def day(self) -> date:
        """The day whose state is given."""
        return self.period.day if self.period else holder().today()


def check(*known: str) -> None:
    """Refuse parameters that an address does not know, other forms, and other coordinate systems.

    Raises
    ------
    InvalidInputError
        Naming the parameter and what it can be.
    """
    parameters.only("f", "lang", *known)
    parameters.choice("f", FORMS)
    for name in ("crs", "bbox-crs"):
        text = request.args.get(name, CRS84)
        if text != CRS84:
            raise InvalidInputError(
                f"{name}={text[:60]!r} is not supported: everything here is in {CRS84}",
                f"Parametr {name} ma wartość „{text[:60]}”; dane są tylko w układzie {CRS84} (długość, szerokość).",
            )


def of_item() -> date:
    """Read what is asked about one feature: only the day whose state is given.

    Raises
    ------
    InvalidInputError
        When a parameter is unknown or has a value that cannot be used.
    """
    check("crs", "datetime")
    return ItemsQuery(_period()).day


def of_items(collection: Collection) -> ItemsQuery:
    """Read what is asked about the features of a collection.

    Raises
    ------
    InvalidInputError
        When a parameter is unknown or has a value that cannot be used.
    """
    check("crs", "datetime", "bbox", "bbox-crs", "limit", "offset", *collection.by_name)
    args = request.args
    values = tuple((p.name, _value(p, args[p.name])) for p in collection.properties if p.name in args)
    return ItemsQuery(_period(), _boxes(), min(MOST, _whole("limit", USUAL, 1)), _whole("offset", 0), values)


def _period() -> Period | None:
    text = request.args.get("datetime")
    if text is None:
        return None
    first, slash, last = text.partition("/")
    if not slash:
        instant = _day(text, text)
        return Period(instant, instant)
    start, end = (None if part in ("", "..") else _day(part, text) for part in (first, last))
    if start and end and start > end:
        raise _no_time(text)
    return Period(start, end)


def _day(part: str, text: str) -> date:
    found = _TIME.fullmatch(part)
    try:
        return read_day(found[1] if found else part)
    except InvalidInputError:
        raise _no_time(text) from None


def _no_time(text: str) -> InvalidInputError:
    return InvalidInputError(
        f"datetime={text[:60]!r} is no time of RFC 3339 and no interval: write 2019-04-17T00:00:00Z or 2019-01-01/..",
        f"Parametr datetime ma wartość „{text[:60]}”; podaj dzień lub chwilę (2019-04-17T00:00:00Z) albo przedział "
        "od wcześniejszej do późniejszej, na przykład 2019-01-01/2020-12-31 albo 2019-01-01/..",
    )


def _boxes() -> tuple[Box, ...] | None:
    text = request.args.get("bbox")
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    try:
        numbers = [read_degrees(p) for p in parts]
    except InvalidInputError:
        raise _no_box(text) from None
    if len(parts) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise _no_box(text)
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if south > north or (len(numbers) == 6 and numbers[2] > numbers[5]):
        raise _no_box(text)
    if west > east:  # across the antimeridian
        return (west, south, max(180.0, west), north), (min(-180.0, east), south, east, north)
    return ((west, south, east, north),)


def _no_box(text: str) -> InvalidInputError:
    return InvalidInputError(
        f"bbox={text[:80]!r} is no box: write west,south,east,north in degrees, with decimal points",
        f"Parametr bbox ma wartość „{text[:80]}”; podaj 4 liczby w stopniach: zachód,południe,wschód,północ, na "
        "przykład 18,54,19,55 (albo 6, z wysokością).",
    )


def _whole(name: str, usual: int, least: int = 0) -> int:
    text = request.args.get(name, str(usual))
    digits = text.lstrip("0") or "0"
    if text.isascii() and text.isdigit() and (len(digits) > 9 or int(digits) >= least):
        return int(digits[:12])
    raise InvalidInputError(
        f"{name}={text[:20]!r} is no whole number from {least}",
        f"Parametr {name} ma wartość „{text[:20]}”; podaj liczbę całkowitą, co najmniej {least}.",
    )


def _value(wanted: Property, text: str) -> Any:
    if wanted.type == "boolean" and text in ("true", "false"):
        return text == "true"
    if wanted.type == "integer" and re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    if wanted.type == "number" and re.fullmatch(NUMBER_PATTERN, text):
        return float(text)
    if wanted.type == "string" and (not wanted.format or _TIME.fullmatch(text)):
        return text
    kinds = {"boolean": "true albo false", "integer": "liczbą całkowitą", "number": "liczbą", "string": "dniem"}
    raise InvalidInputError(
        f"{wanted.name}={text[:40]!r} is no {wanted.format or wanted.type}",
        f"Wartość „{text[:40]}” właściwości {wanted.name} powinna być: {kinds[wanted.type]}.",
    )
