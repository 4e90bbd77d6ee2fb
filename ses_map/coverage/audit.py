"""The audit of assignments: gaps, overlaps, unknowns and contradictions, as problems.

It counts claims per code and knows no geometry; holes and clashes of polygons are found by
``ses_map.boundaries.audit_geometry``.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ses_map.coverage.areas import served_units
from ses_map.coverage.claims import Claims
from ses_map.model import Coverage, Effect, Problem, Reason, Severity


def audit_assignments(claims: Claims, powiaty: Iterable[str], as_of: date) -> list[Problem]:
    """Find gaps, overlaps and contradictions of the claims on a day.

    Parameters
    ----------
    claims : Claims
        All claims.
    powiaty : iterable of str
        Codes of all powiats; each must be served.
    as_of : date
        The day.

    Returns
    -------
    list of Problem
        ``gap``, ``no-source``, ``expired``, ``overlap``, ``contradiction``, sorted; never raises for bad data.
    """
    problems: list[Problem] = []
    units = sorted({*powiaty, *claims.units})
    for unit, coverage in served_units(claims, units, as_of).items():
        code, sentence = _said(unit, coverage)
        if code:
            problems.append(_audited(code, unit, sentence))
    return sorted(problems + _contradictions(claims, units, as_of))


def _said(unit: str, coverage: Coverage) -> tuple[str, str]:
    """Give the code of a problem and a Polish sentence, or nothing where the unit is served by one centre."""
    if coverage.is_overlap:
        return "overlap", f"Jednostkę {unit} obsługuje kilka OWES naraz: {', '.join(sorted(coverage.centre_ids))}"
    if coverage.last_known:
        last = coverage.last_known[0].basis
        return "expired", f"Jednostkę {unit} obsługiwał {last.centre_id} do {last.valid_to}, nowszego źródła brak"
    if coverage.reason is Reason.GAP:
        return "gap", f"Jednostki {unit} nie obsługuje żaden OWES i mówi to źródło"
    if coverage.reason is Reason.NO_SOURCE:
        return "no-source", f"Jednostka {unit} nie ma żadnego znanego źródła"
    return "", ""


def _contradictions(claims: Claims, units: Iterable[str], as_of: date) -> list[Problem]:
    found = []
    for unit in units:
        effects: dict[str, set[Effect]] = defaultdict(set)
        for claim in claims.of(unit):
            if claim.in_force(as_of):
                effects[claim.centre_id].add(claim.effect)
        text = f"Jednostkę {unit} jedno źródło włącza do obszaru, a inne wyłącza"
        found += [_audited("contradiction", unit, f"{text} ({c})") for c, e in sorted(effects.items()) if len(e) > 1]
    return found


def _audited(code: str, unit: str, what: str) -> Problem:
    return Problem(code, unit, Severity.WARNING, f"{what}; sprawdź w ROPS.")
