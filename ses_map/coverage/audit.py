"""The audit of assignments: gaps, overlaps, unknowns, contradictions and overlapping periods, as problems.

It counts claims per code and knows no geometry; holes and clashes of polygons are found by
``ses_map.boundaries.audit_geometry``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from ses_map.coverage.areas import served_units
from ses_map.coverage.claims import Claims
from ses_map.coverage.superseding import superseded
from ses_map.model import Assignment, Coverage, Effect, Problem, Reason, Severity, Standing

_FILE = "registry/assignments.csv"


def audit_assignments(claims: Claims, powiaty: Iterable[str], as_of: date) -> list[Problem]:
    """Find gaps, overlaps and contradictions of the claims on a day, each powiat being one that must be served.

    Returns
    -------
    list of Problem
        ``gap``, ``no-source``, ``expired``, ``unconfirmed``, ``overlap``, ``contradiction``, sorted; never raises for
        bad data.
    """
    units = sorted({*powiaty, *claims.units})
    covered = served_units(claims, units, as_of).items()
    problems = [
        _audited(code, unit, said) for unit, coverage in covered for code, said in _said(claims, unit, coverage)
    ]
    return sorted(problems + _contradictions(claims, units, as_of))


def _said(claims: Claims, unit: str, coverage: Coverage) -> Iterator[tuple[str, str]]:
    """Return codes of problems with a Polish sentence each; none where one centre is confirmed to serve the unit."""
    if coverage.is_overlap:
        yield "overlap", f"Jednostkę {unit} obsługuje kilka OWES naraz: {', '.join(sorted(coverage.centre_ids))}"
    if coverage.standing is Standing.UNCONFIRMED:
        basis = coverage.serving[0].basis
        dated = f"ze źródła z {basis.source.date}" if basis.source.date else "ze źródła bez daty"
        yield (
            "unconfirmed",
            f"Jednostkę {unit} obsługuje {basis.centre_id} {dated}, bez podanego końca: niepotwierdzone",
        )
    if coverage.last_known:
        last = coverage.last_known[0].basis
        heir = claims.successors.get(last.centre_id)
        known = f", jego następcą jest {heir}" if heir else ""
        yield "expired", f"Jednostkę {unit} obsługiwał {last.centre_id} do {last.ends}, nowszego źródła brak{known}"
    if coverage.reason is Reason.GAP:
        yield "gap", f"Jednostki {unit} nie obsługuje żaden OWES i mówi to źródło"
    if coverage.reason is Reason.NO_SOURCE:
        yield "no-source", f"Jednostka {unit} nie ma żadnego znanego źródła"


def _contradictions(claims: Claims, units: Iterable[str], as_of: date) -> list[Problem]:
    found = []
    for unit in units:
        in_force = [c for c in claims.of(unit) if c.in_force(as_of)]
        text = f"Jednostkę {unit} jedno źródło włącza do obszaru, a inne wyłącza"
        argued = {one.centre_id for one, two in combinations(in_force, 2) if _contradict(one, two)}
        found += [_audited("contradiction", unit, f"{text} ({centre})") for centre in sorted(argued)]
    return found


def _contradict(one: Assignment, two: Assignment) -> bool:
    """Return whether two sources say the opposite of one centre; one that ends what others said agrees with itself."""
    return one.centre_id == two.centre_id and one.effect is not two.effect and one.source != two.source


def _audited(code: str, unit: str, what: str) -> Problem:
    return Problem(code, unit, Severity.WARNING, f"{what}; sprawdź w ROPS.")


def audit_periods(assignments: Iterable[Assignment]) -> list[Problem]:
    """Find claims of one centre on one unit whose periods overlap, on any day.

    Two sources that state the *same* period bear each other out and are no problem: the registry holds such pairs on
    purpose (seven units of pomorskie, both periods open). Periods that differ and meet, or one source that says the
    same twice, are a slip of the editor: one of the dates is wrong, or one of the rows is too many. A powiat and a
    gmina in it are two units. A claim to serve beside one to leave out is a ``contradiction`` of the days that both
    hold, see :func:`audit_assignments`.

    Returns
    -------
    list of Problem
        ``periods-overlap``, one for each pair, at the later line; sorted.
    """
    together: dict[tuple[str, str], list[Assignment]] = defaultdict(list)
    for claim in sorted(superseded(assignments), key=lambda c: c.row):
        if claim.effect is Effect.ADD:
            together[claim.unit, claim.centre_id].append(claim)
    pairs = (pair for claims in together.values() for pair in combinations(claims, 2))
    return sorted(_meeting(one, two) for one, two in pairs if _overlap(one, two))


def _overlap(one: Assignment, two: Assignment) -> bool:
    one_last, two_last = _last(one), _last(two)
    if (one.valid_from, one_last) == (two.valid_from, two_last):
        return one.source == two.source
    starts = max(one.valid_from or date.min, two.valid_from or date.min)
    return starts <= min(one_last, two_last)


def _last(claim: Assignment) -> date:
    """Return the last day that its source, or a later one, states; a centre's own end is no slip of its claims."""
    return min(claim.valid_to or date.max, claim.superseded or date.max)


def _meeting(one: Assignment, two: Assignment) -> Problem:
    detail = (
        f"Wiersze {one.row} i {two.row} mówią, że ośrodek {two.centre_id} obsługuje jednostkę {two.unit} w okresach, "
        f"które na siebie zachodzą: {_period(one)} oraz {_period(two)}; popraw daty albo usuń jeden z wierszy."
    )
    return Problem("periods-overlap", two.unit, Severity.WARNING, detail, _FILE, two.row)


def _period(claim: Assignment) -> str:
    since = f"od {claim.valid_from}" if claim.valid_from else ""
    until = f"do {claim.valid_to}" if claim.valid_to else ""
    return " ".join(part for part in (since, until) if part) or "bez podanych dat"
