"""The parameters of an address: one function for each, and which of them somebody has read."""

from datetime import date
from typing import Any

from flask import Flask, Request, g, request
from werkzeug.datastructures import ImmutableMultiDict

from ses_map.errors import InvalidInputError, InvalidPointError
from ses_map.vocabulary import read_day, read_degrees
from ses_map.web.state.snapshot_holder import current, holder


class Arguments(ImmutableMultiDict[str, str]):
    """Parameters that remember which of them somebody asked for by name."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        self._read: set[str] = set()

    @property
    def unread(self) -> set[str]:
        """Names that nobody asked for."""
        return set(dict.keys(self)) - self._read

    def __getitem__(self, key: str) -> str:
        """Return the first value, and remember."""
        self._read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        """Return whether there is one, and remember."""
        self._read.add(str(key))
        return dict.__contains__(self, key)

    def getlist(self, key: str, type: Any = None) -> list[Any]:
        """Return all values, and remember."""
        self._read.add(key)
        return super().getlist(key) if type is None else super().getlist(key, type)


class ArgumentsRequest(Request):
    """A request whose parameters remember; the WSGI environment carries them to those who wrote it."""

    parameter_storage_class = Arguments


def install(app: Flask) -> None:
    """Let every request remember, and tell the layers in front of Flask."""
    app.request_class = ArgumentsRequest

    @app.before_request
    def tell() -> None:
        request.environ["ses_map.arguments"] = request.args


def only(*known: str) -> None:
    """Refuse parameters that this address does not know, and ones given twice.

    Raises
    ------
    InvalidInputError
        Naming the parameter and the known ones.
    """
    for name, values in request.args.lists():
        shown = name[:40]
        if name not in known:
            raise InvalidInputError(
                f"unknown parameter {shown!r}: known are {', '.join(known)}",
                f"Nieznany parametr „{shown}”; ten adres przyjmuje: {', '.join(known)}.",
            )
        if len(values) > 1:
            raise InvalidInputError(f"parameter {shown!r} came twice", f"Podaj parametr „{shown}” tylko raz.")


def as_of() -> date:
    """Read ``date``; without it, today in Poland."""
    if "as_of" not in g:
        g.as_of = day("date")
    found: date = g.as_of
    return found


def day(name: str) -> date:
    """Read a parameter that is a day; without it, today in Poland.

    Raises
    ------
    InvalidInputError
        When it is no day of the calendar.
    """
    text = request.values.get(name, "")
    return read_day(text) if text else holder().today()


def query() -> str:
    """Read ``q``: what a person typed, at most 200 characters of it."""
    return " ".join(request.args.get("q", "").split())[:200]


def number(name: str, default: int, least: int, most: int) -> int:
    """Read a parameter that is a whole number.

    Raises
    ------
    InvalidInputError
        When it is no number from the least to the most.
    """
    text = request.args.get(name, str(default))
    found = whole_number(text, least, most)
    if found is None:
        raise InvalidInputError(
            f"{name}={text[:20]!r} is not a number from {least} to {most}",
            f"Parametr {name} ma być liczbą od {least} do {most}.",
        )
    return found


def whole_number(text: str, least: int, most: int) -> int | None:
    """Parse a whole number from the least to the most, at most eight figures of it; ``None`` for any other text."""
    is_number = text.isascii() and text.isdigit() and len(text) < 9
    return int(text) if is_number and least <= int(text) <= most else None


def point() -> tuple[float, float]:
    """Read ``lat`` and ``lon``, degrees with a decimal point, from the address or from a form.

    Raises
    ------
    InvalidPointError
        When one is missing or not a number; range and order are checked by the look-up.
    """
    return degrees("lat", request.values.get("lat", "")), degrees("lon", request.values.get("lon", ""))


_DEGREES_OF = {"lat": "szerokość geograficzną", "lon": "długość geograficzną"}


def degrees(name: str, asked: str) -> float:
    """Read ``lat`` or ``lon``.

    Raises
    ------
    InvalidPointError
        When it is empty or not a number.
    """
    text, polish = asked.strip(), _DEGREES_OF[name]
    if not text:
        raise InvalidPointError(
            f"parameter {name} is missing: give lat and lon, both",
            f"Brakuje parametru {name}; podaj {polish} w stopniach, na przykład lat=54.35&lon=18.65.",
        )
    try:
        return read_degrees(text)
    except InvalidInputError as error:
        raise InvalidPointError(
            f"{name}={error}",
            f"Wartość {name} „{text[:40]}” nie jest liczbą; podaj {polish} w stopniach z kropką dziesiętną, "
            "na przykład lat=54.35&lon=18.65.",
        ) from None


def powiat() -> str:
    """Read ``powiat``: its 4-digit code; empty when absent.

    Raises
    ------
    InvalidInputError
        When no powiat has the code.
    """
    code = request.args.get("powiat", "").strip()
    if not code or code in current().snapshot.names.powiaty:
        return code
    raise InvalidInputError(
        f"powiat={code[:40]!r} is unknown: give a code of four digits such as 2207",
        f"Nie ma powiatu o kodzie „{code[:40]}”; podaj cztery cyfry TERYT, na przykład 2207.",
    )


def choice(name: str, known: tuple[str, ...]) -> str:
    """Read a parameter that has one of a few values; the first is the default.

    Raises
    ------
    InvalidInputError
        When it has another value.
    """
    value = request.args.get(name, "") or known[0]
    if value not in known:
        raise InvalidInputError(
            f"{name}={value[:40]!r} is unknown: use one of {', '.join(known)}",
            f"Parametr {name} ma wartość „{value[:40]}”; możliwe są: {', '.join(known)}.",
        )
    return value


def voivodeship() -> str:
    """Read ``voivodeship``: its 2-digit code or its slug; empty when absent.

    Raises
    ------
    InvalidInputError
        When no voivodeship is called so.
    """
    text = request.args.get("voivodeship", "").strip()
    loaded = current()
    if not text or text in loaded.snapshot.names.voivodeships:
        return text
    if text in loaded.by_slug:
        return loaded.by_slug[text].teryt
    raise InvalidInputError(
        f"voivodeship={text[:40]!r} is unknown: give a code such as 22 or a slug such as pomorskie",
        f"Nie ma województwa „{text[:40]}”; podaj kod, na przykład 22, albo nazwę z adresu, na przykład pomorskie.",
    )
