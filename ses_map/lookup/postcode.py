"""Look-ups by postcode: a code may reach several powiats, and answers for one only where all are served alike."""

from dataclasses import replace
from datetime import date
from typing import Any

from ses_map.errors import NotFoundError
from ses_map.lookup.finder import Lookup
from ses_map.model import Answer, Coverage, Outcome, Serving, Standing
from ses_map.postcodes import Postcode, near_postcodes, parse_postcode
from ses_map.teryt import powiat_of, voivodeship_of


def answer_postcode(lookup: Lookup, text: str, as_of: date) -> Answer:
    """Return who serves the units that a postcode may reach.

    Returns
    -------
    Answer
        That of the likeliest unit, the others as ``may_reach``, where all have the same centres of the same standing;
        otherwise ``ambiguous``, the likeliest candidate first.

    Raises
    ------
    InvalidInputError
        When the text is no postcode.
    NotFoundError
        When nobody knows it; the sentence names the nearest known codes.
    """
    code = parse_postcode(text)
    postcodes = lookup.snapshot.postcodes
    if code not in postcodes:
        known = {c: ", ".join(postcodes[c].places) for c in near_postcodes(postcodes, code)}
        near = ", ".join(f"{c} ({places})" if places else c for c, places in known.items())
        rest = f"; najbliższe znane kody: {near}" if near else "; sprawdź go"
        raise NotFoundError(f"no postcode {code!r}", f"Nie znamy kodu pocztowego „{code}”{rest}.")
    units, first = _units(lookup, postcodes[code], as_of), _served(lookup, postcodes[code].units[0], as_of)
    if any(_served(lookup, unit, as_of) != first for unit in postcodes[code].units[1:]):
        return Answer(Outcome.AMBIGUOUS, as_of, candidates=units, coverage=Coverage(Outcome.AMBIGUOUS), postcode=code)
    return replace(lookup.by_teryt(units[0], as_of), postcode=code, may_reach=units[1:])


def _units(lookup: Lookup, postcode: Postcode, as_of: date) -> tuple[str, ...]:
    """Return what to answer for: of several counted gminas their powiats, except where a gmina is served otherwise."""
    if len(postcode.units) == 1:
        return postcode.units
    whole = {u for u in postcode.units if _served(lookup, u, as_of)[:-1] == _served(lookup, powiat_of(u), as_of)[:-1]}
    return tuple(dict.fromkeys(powiat_of(u) if u in whole else u for u in postcode.units))


def _served(lookup: Lookup, unit: str, as_of: date) -> tuple[Any, ...]:
    """Return all that an answer for a unit says of who helps; where that is not confirmed, who else is to be asked."""
    coverage = lookup.claims.on(unit, as_of)
    asked = "" if coverage.standing is Standing.CONFIRMED else voivodeship_of(unit)
    exceptions = lookup.claims.exceptions(unit, as_of) if len(unit) == 4 else ()
    return coverage.outcome, coverage.reason, _who(coverage.serving), _who(coverage.last_known), asked, exceptions


def _who(serving: tuple[Serving, ...]) -> frozenset[tuple[str, Standing]]:
    return frozenset((s.centre_id, s.standing) for s in serving)
