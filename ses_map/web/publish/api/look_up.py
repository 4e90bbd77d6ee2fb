"""``/api/v1/lookup`` and ``/api/v1/suggest``: one question (a point, a code, a postcode or words), one answer."""

from datetime import date
from functools import partial

import orjson
from flask import Response, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.lookup import answer_postcode
from ses_map.model import Answer
from ses_map.search.finding import NO_UNITS
from ses_map.search.index import Entry
from ses_map.spelling import alternatives
from ses_map.web.http import parameters
from ses_map.web.http.formats import to_json
from ses_map.web.http.links import entry_kind, entry_name, entry_url, entry_where
from ses_map.web.publish.api import parameter as p
from ses_map.web.publish.api.endpoint import Endpoint
from ses_map.web.publish.api.schemas import TEXT, many, record, ref
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import language

_WAYS = ("teryt", "q", "postcode")
_SAY_PLACE = "podaj miejscowość albo kod pocztowy"


@Endpoint(
    "/api/v1/lookup",
    "Kto obsługuje punkt, jednostkę, kod pocztowy albo to, co znaczą słowa",
    tag="Wyszukiwanie",
    parameters=(p.LAT, p.LON, p.TERYT, p.QUERY, p.POSTCODE, p.DATE),
    answers={"application/json": ref("Answer")},
    errors=(400, 404),
)
def lookup() -> Response:
    """Answer who serves a point, a unit (``teryt``), a postcode or whatever ``q`` means, as of ``date``."""
    loaded, day = current(), parameters.as_of()
    way = _way()
    answer = by_way(loaded, way, request.args[way], day) if way else loaded.lookup.by_point(*parameters.point(), day)
    request.environ["ses_map.outcome"] = answer.outcome.value
    return to_json(loaded.publishing.serializer.body(answer))


@Endpoint(
    "/api/v1/suggest",
    "Podpowiedzi: czego początkiem mogą być wpisane słowa, najprawdopodobniejsze najpierw",
    tag="Wyszukiwanie",
    parameters=(p.QUERY, p.SUGGESTED, p.LANG),
    answers={"application/json": record(q=TEXT, items=many(ref("Suggestion")))},
)
def suggest() -> Response:
    """Return what ``q`` may be the beginning of, the likeliest first."""
    found = current().search.suggest(parameters.query(), parameters.number("limit", 8, 1, 20))
    known, spoken = current().publishing.suggestions, language()
    items = [known.get((spoken, entry.kind, entry.id), partial(_suggestion, entry)) for entry in found]
    return to_json({"q": parameters.query(), "items": items})


def _suggestion(entry: Entry) -> orjson.Fragment:
    suggested = {
        "name": entry_name(entry),
        "kind": entry.kind.name.lower(),
        "label": entry_kind(entry),
        "where": entry_where(entry),
        "id": entry.id,
        "unit": entry.unit,
        "url": entry_url(entry),
    }
    return orjson.Fragment(orjson.dumps(suggested))


def _way() -> str:
    """Return the parameter that asks, or nothing where only a point can.

    Raises
    ------
    InvalidInputError
        When two questions came at once.
    """
    given = [name for name in (*_WAYS, "lat", "lon") if name in request.args]
    way = next((name for name in given if name in _WAYS), "")
    if way and len(given) > 1:
        raise InvalidInputError(
            f"{' and '.join(given)} came together: ask one question at a time",
            "Podaj albo kod TERYT, albo kod pocztowy, albo słowa, albo współrzędne lat i lon, nie kilka naraz.",
        )
    return way


def by_way(loaded: LoadedSnapshot, way: str, text: str, day: date) -> Answer:
    """Answer a question in words: ``teryt``, ``postcode`` or ``q``.

    Raises
    ------
    InvalidInputError, NotFoundError
        When it cannot be read, or nothing has the code or the name.
    """
    if way == "teryt":
        return loaded.lookup.by_teryt(text, day)
    return answer_postcode(loaded.lookup, text, day) if way == "postcode" else _by_words(loaded, text, day)


def _by_words(loaded: LoadedSnapshot, written: str, day: date) -> Answer:
    """Answer for words; a name that is only like a known one is not found, and what it may mean is said."""
    text = " ".join(written.split())[:200]
    if not text:
        raise InvalidInputError("q is empty", "Parametr q jest pusty; podaj miejscowość albo kod pocztowy.")
    found = loaded.search.find(text)
    query = found.query
    if query.point:
        return loaded.lookup.by_point(*query.point, day)
    if query.teryt:
        return loaded.lookup.by_teryt(query.teryt, day)
    if found.is_postcode:
        return answer_postcode(loaded.lookup, query.postcode, day)
    if query.is_no_place:
        raise InvalidInputError(f"{text[:40]!r} is no place", f"„{text[:40]}” to nie jest miejsce; {_SAY_PLACE}.")
    if not found.units:
        said = _likely(loaded, [e for e in found.others if e.kind not in NO_UNITS], day)
        raise NotFoundError(f"nothing is called {text[:40]!r}", f"Nie znamy miejsca „{text[:40]}”; {said}.")
    return loaded.lookup.by_units(found.units, day)


def _likely(loaded: LoadedSnapshot, like: list[Entry], day: date) -> str:
    """Say which places may have been meant by a name that none has."""
    names, units = loaded.snapshot.names, [e for e in like if len(e.unit) > 2]
    told = dict.fromkeys(f"{e.name} ({names.told_apart(e.unit[:4], day)})" for e in units[:3])
    return f"może chodziło o: {alternatives(told)}" if told else _SAY_PLACE
