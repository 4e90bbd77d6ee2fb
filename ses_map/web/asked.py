"""The one question of ``/api/v1/lookup``: a point, a code, a postcode or words."""

import re
from datetime import date
from typing import Any

from flask import request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.model import Answer, Coverage, Outcome
from ses_map.search import Entry, Kind
from ses_map.web import parameters
from ses_map.web.links import entry_kind, entry_url, entry_where
from ses_map.web.site import current

_WAYS = ("teryt", "q", "postcode")
_POSTCODE = re.compile(r"([0-9]{2})-?([0-9]{3})")


def answer() -> Answer:
    """Answer what was asked.

    Raises
    ------
    InvalidInputError
        When two questions came at once, or none that can be read.
    NotFoundError
        When nothing has the code or the name.
    """
    finder, day = current().lookup, parameters.as_of()
    asked = [n for n in (*_WAYS, "lat", "lon") if n in request.args]
    ways = [n for n in asked if n in _WAYS]
    if ways and len(asked) > 1:
        raise InvalidInputError(
            f"{' and '.join(asked)} came together: ask one question at a time",
            "Podaj albo kod TERYT, albo kod pocztowy, albo słowa, albo współrzędne lat i lon, nie kilka naraz.",
        )
    if ways == ["teryt"]:
        return finder.by_teryt(request.args["teryt"], day)
    if ways == ["postcode"]:
        return _by_postcode(request.args["postcode"].strip()[:20], day)
    return _by_words(day) if ways == ["q"] else finder.by_point(*parameters.point(), day)


def _by_postcode(text: str, day: date) -> Answer:
    code = _POSTCODE.fullmatch(text)
    if not code:
        raise InvalidInputError(
            f"{text!r} is no postcode", f"„{text}” nie jest kodem pocztowym; zapisz go jako 82-500."
        )
    powiaty = current().snapshot.postcodes.get("-".join(code.groups()), ())
    if not powiaty:
        raise NotFoundError(f"no postcode {text!r}", f"Nie znamy kodu pocztowego „{text}”; sprawdź go.")
    return _one_of(powiaty, day)


def _by_words(day: date) -> Answer:
    if not parameters.query():
        raise InvalidInputError("q is empty", "Parametr q jest pusty; podaj miejscowość albo kod pocztowy.")
    found = current().search.find(parameters.query())
    query = found.query
    if query.point:
        return current().lookup.by_point(*query.point, day)
    if query.teryt:
        return current().lookup.by_teryt(query.teryt, day)
    if found.powiaty:
        return _one_of(found.powiaty, day)
    entries = [found.entry] if found.entry else list(found.others)
    units = tuple(dict.fromkeys(e.unit for e in entries if e.kind is not Kind.CENTRE))
    if not units or (found.is_guess and not found.entry):
        text = parameters.query()[:40]
        raise NotFoundError(
            f"nothing is called {text!r}", f"Nie znamy miejsca „{text}”; podaj miejscowość albo kod pocztowy."
        )
    return _one_of(units, day)


def _one_of(units: tuple[str, ...], day: date) -> Answer:
    """Answer for the one unit, or say that several are meant."""
    if len(units) == 1:
        return current().lookup.by_teryt(units[0], day)
    return Answer(Outcome.AMBIGUOUS, day, candidates=units, coverage=Coverage(Outcome.AMBIGUOUS))


def item(entry: Entry) -> dict[str, Any]:
    """Spell a suggestion."""
    return {
        "name": entry.name,
        "kind": entry.kind.name.lower(),
        "label": entry_kind(entry),
        "where": entry_where(entry),
        "id": entry.id,
        "unit": entry.unit,
        "url": entry_url(entry),
    }
