"""The one question of ``/api/v1/lookup``: a point, a code, a postcode or words."""

import re
from datetime import date
from typing import Any

from flask import request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.model import Answer, Coverage, Outcome
from ses_map.search.index import Entry, Kind
from ses_map.web.http import parameters
from ses_map.web.http.links import entry_kind, entry_name, entry_url, entry_where
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current

_WAYS = ("teryt", "q", "postcode")
#: Kinds of things found that are no area.
_NO_UNITS = (Kind.CENTRE, Kind.TOPIC)
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
    loaded, day = current(), parameters.as_of()
    finder = loaded.lookup
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
        return by_postcode(loaded, request.args["postcode"], day)
    if ways == ["q"]:
        return by_words(loaded, parameters.query(), day)
    return finder.by_point(*parameters.point(), day)


def by_postcode(loaded: LoadedSnapshot, asked: str, day: date) -> Answer:
    """Answer for a postcode.

    Raises
    ------
    InvalidInputError, NotFoundError
        When it is none, or nobody has it.
    """
    text = asked.strip()[:20]
    code = _POSTCODE.fullmatch(text)
    if not code:
        raise InvalidInputError(
            f"{text!r} is no postcode", f"„{text}” nie jest kodem pocztowym; zapisz go jako 82-500."
        )
    powiaty = loaded.snapshot.postcodes.get("-".join(code.groups()), ())
    if not powiaty:
        raise NotFoundError(f"no postcode {text!r}", f"Nie znamy kodu pocztowego „{text}”; sprawdź go.")
    return _one_of(loaded, powiaty, day)


def by_words(loaded: LoadedSnapshot, text: str, day: date) -> Answer:
    """Answer for words; a name that is only like a known one is not found.

    Raises
    ------
    InvalidInputError, NotFoundError
        When there are none, or nothing is called so.
    """
    if not text:
        raise InvalidInputError("q is empty", "Parametr q jest pusty; podaj miejscowość albo kod pocztowy.")
    found = loaded.search.find(text, guesses=False)
    query = found.query
    if query.point:
        return loaded.lookup.by_point(*query.point, day)
    if query.teryt:
        return loaded.lookup.by_teryt(query.teryt, day)
    if found.powiaty:
        return _one_of(loaded, found.powiaty, day)
    entries = [found.entry] if found.entry else list(found.others)
    units = tuple(dict.fromkeys(e.unit for e in entries if e.kind not in _NO_UNITS))
    if not units:
        shown = text[:40]
        raise NotFoundError(
            f"nothing is called {shown!r}", f"Nie znamy miejsca „{shown}”; podaj miejscowość albo kod pocztowy."
        )
    return _one_of(loaded, units, day)


def _one_of(loaded: LoadedSnapshot, units: tuple[str, ...], day: date) -> Answer:
    """Answer for the one unit, or say that several are meant."""
    if len(units) == 1:
        return loaded.lookup.by_teryt(units[0], day)
    return Answer(Outcome.AMBIGUOUS, day, candidates=units, coverage=Coverage(Outcome.AMBIGUOUS))


def item(entry: Entry) -> dict[str, Any]:
    """Spell a suggestion."""
    return {
        "name": entry_name(entry),
        "kind": entry.kind.name.lower(),
        "label": entry_kind(entry),
        "where": entry_where(entry),
        "id": entry.id,
        "unit": entry.unit,
        "url": entry_url(entry),
    }
