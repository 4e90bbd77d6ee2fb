"""The questions of a batch, out of JSON or CSV: one bad row never spoils the rest."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from ses_map.errors import InvalidInputError, SesMapError
from ses_map.lookup import check_point
from ses_map.web.http.parameters import degrees
from ses_map.web.publish.api.parameter import MOST

#: Ways to ask; a point takes two keys.
_WORDS = ("teryt", "postcode", "q")
_POINT = frozenset({"id", "lat", "lon"})
_KEYS = ("id", "lat", "lon", *_WORDS)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a batch."""

    #: As it came; ``None`` where none did.
    id: str | int | None
    #: ``point``, ``teryt``, ``postcode``, ``q``, or ``error``.
    way: str
    #: Latitude and longitude, the text, or why the row cannot be read.
    value: tuple[float, float] | str | SesMapError


def read_json(data: bytes) -> list[Question]:
    """Read an array of objects, or an object that holds it as ``items``.

    Raises
    ------
    InvalidInputError
        When the whole is no such thing, or has too many rows.
    """
    try:
        body = orjson.loads(data)
    except json.JSONDecodeError as error:
        raise InvalidInputError(
            f"the body is no JSON: {error}", "Treść nie jest poprawnym JSON (UTF-8); sprawdź nawiasy i przecinki."
        ) from error
    rows = body.get("items") if isinstance(body, dict) else body
    if not isinstance(rows, list):
        raise InvalidInputError(
            "the body is no array and has no array 'items'",
            'Treść ma być tablicą pytań albo obiektem {"items": [pytania]}.',
        )
    return [_question(row) for row in _few(rows)]


def read_csv(data: bytes) -> list[Question]:
    """Read a table, comma or semicolon, whose first line names its columns.

    Raises
    ------
    InvalidInputError
        When it is no such table, names an unknown column, or has too many rows.
    """
    try:
        text = data.decode("utf-8-sig")
        head = text.split("\n", 1)[0]
        delimiter = ";" if ";" in head and "," not in head else ","
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInputError(
            f"the body is no CSV: {error}", "Treść nie jest poprawnym CSV w UTF-8; sprawdź kodowanie i cudzysłowy."
        ) from error
    columns = [name.strip().lower() for name in (lines[0] if lines else [])]
    unknown = next((name for name in columns if name not in _KEYS), None)
    if not columns or unknown is not None or len(set(columns)) < len(columns):
        raise InvalidInputError(
            f"the first line has the columns {columns[:8]}: known are {', '.join(_KEYS)}, each once",
            f"Pierwszy wiersz ma nazywać kolumny, każdą raz; znane są: {', '.join(_KEYS)}.",
        )
    return [_line(columns, line) for line in _few(lines[1:])]


def _few(rows: list[Any]) -> list[Any]:
    if len(rows) > MOST:
        raise InvalidInputError(
            f"{len(rows)} rows came: send at most {MOST} at a time",
            f"Przyszło wierszy: {len(rows)}; przyślij najwyżej {MOST} naraz.",
        )
    return rows


def _line(columns: list[str], line: list[str]) -> Question:
    if len(line) != len(columns):
        return _bad(
            f"the row has {len(line)} cells, the first line {len(columns)}",
            f"Wiersz ma komórek: {len(line)}, a nazw kolumn jest {len(columns)}; popraw przecinki.",
        )
    return _question(dict(zip(columns, map(str.strip, line), strict=True)))


def _bad(english: str, polish: str) -> Question:
    return Question(None, "error", InvalidInputError(english, polish))


def _question(row: Any) -> Question:
    """Read a row; what is wrong with it becomes its value."""
    if not isinstance(row, dict):
        return _bad("the row is no object", 'Wiersz ma być obiektem, na przykład {"lat": 54.1, "lon": 18.93}.')
    name = row.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None) or (isinstance(name, str) and len(name) > 200):
        return _bad(
            "the id is neither a short text nor a whole number",
            "Pole id ma być tekstem do 200 znaków albo liczbą całkowitą.",
        )
    try:
        return Question(name, *_way_and_value(row))
    except SesMapError as error:
        return Question(name, "error", error)


def _way_and_value(row: dict[str, Any]) -> tuple[str, tuple[float, float] | str]:
    lat, lon = row.get("lat"), row.get("lon")
    if type(lat) is float and type(lon) is float and row.keys() <= _POINT:
        check_point(lat, lon)  # what programs send; the long way below says the same
        return "point", (lat, lon)
    given = {k: v for k, v in row.items() if k != "id" and v is not None and v != ""}
    if given.keys() == {"lat", "lon"}:
        lat, lon = _degrees("lat", given["lat"]), _degrees("lon", given["lon"])
        check_point(lat, lon)
        return "point", (lat, lon)
    way = next(iter(given), "")
    if len(given) != 1 or way not in _WORDS:
        raise InvalidInputError(
            f"the row has {', '.join(sorted(given))[:80]}: give lat and lon, or one of {', '.join(_WORDS)}",
            "Wiersz ma mieć albo lat i lon, albo jedno z: teryt, postcode, q.",
        )
    if not isinstance(given[way], str):
        raise InvalidInputError(f"{way} is no text", f'Pole {way} ma być tekstem w cudzysłowie, na przykład "2207".')
    return way, given[way]


def _degrees(name: str, value: Any) -> float:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(value)
    return degrees(name, value if isinstance(value, str) else json.dumps(value))


#: Media type of a body → how it is read.
READERS: dict[str, Callable[[bytes], list[Question]]] = {"application/json": read_json, "text/csv": read_csv}
