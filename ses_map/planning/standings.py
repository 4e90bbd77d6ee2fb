"""How the desk says standings: their names, the limit of age in words, and what is known where no claim is in force.

A unit whose claim has ended, or that no source names, is no gap: only a source that says so makes one.
"""

from collections.abc import Container, Mapping

from ses_map.model import Centre, Coverage, Reason

#: What has no claim in force, whatever the reason: a gap, an end that has passed, no source.
NOT_IN_FORCE = "bez obowiązującego wskazania"


def describe_limit(months: int) -> str:
    """Describe how long a dated source confirms its claim: "36 miesięcy", "22 miesiące"; after "niż"."""
    few = months % 10 in (2, 3, 4) and months % 100 not in (12, 13, 14)
    return f"{months} {'miesiąc' if months == 1 else 'miesiące' if few else 'miesięcy'}"


def describe_serving(coverage: Coverage, centres: Mapping[str, Centre], named: Container[str] = ()) -> str:
    """Name the centres that serve a unit, or say what is known of it where none does.

    Parameters
    ----------
    named : container of str
        Ids of centres that the reader was told of just before: of those that served last only the end is said.
    """
    serving = "; ".join(centres[c].name for c in sorted(coverage.centre_ids))
    return serving or describe_unserved(coverage, centres, named)


def describe_unserved(coverage: Coverage, centres: Mapping[str, Centre], named: Container[str] = ()) -> str:
    """Describe what is known of a unit that no claim in force gives to anybody; see :func:`describe_serving`.

    That nobody serves it is said only where a source says so.
    """
    if coverage.reason is Reason.GAP:
        return "nikt (luka)"
    last = [
        f"zakończone {s.basis.ends}"
        if s.centre_id in named
        else f"ostatnio: {centres[s.centre_id].name}, do {s.basis.ends}"
        for s in coverage.last_known
    ]
    known = "; ".join([*last, *describe_successors(coverage, centres)])
    return f"brak potwierdzonego wskazania ({known or 'nie ma źródła'})"


def describe_successors(coverage: Coverage, centres: Mapping[str, Centre]) -> list[str]:
    """Name the successors of the centres that served a unit last."""
    heirs = [centres[s.centre_id].successor for s in coverage.last_known]
    return [f"następca: {centres[c].name}" for c in dict.fromkeys(heirs) if c]
