"""Rows of the API's lists as plain values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ses_map.coverage import Change, audit_assignments, diff_coverage, subregion_keys
from ses_map.datasets import SEPARATOR, plain
from ses_map.lookup import CLAIM_KEYS, UnitRow, claim, contact, coverage_rows, rows_of_centre
from ses_map.model import Centre, Problem
from ses_map.web.publish.stored import CENTRE_COLUMNS, api_row
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Body = dict[str, Any]


def meta(loaded: LoadedSnapshot, as_of: date, count: int) -> Body:
    """Say of a list what it is of, how long it is and whose the data are."""
    credit = sorted({s.attribution for s in loaded.snapshot.sources})
    licences = sorted({s.licence for s in loaded.snapshot.sources})
    whose = {"attribution": credit, "licences": licences}
    return {"count": count, "date": as_of.isoformat(), "snapshot": loaded.snapshot.id, **whose}


def centres(loaded: LoadedSnapshot, region: str, as_of: date) -> list[Body]:
    """List centres of the country or one voivodeship, with the units they serve on the day."""
    rows = coverage_rows(loaded.lookup, as_of, region)
    found = [c for c in loaded.snapshot.registry.centres if c.voivodeship.startswith(region)]
    return [_centre(c, rows, as_of) for c in found]


def _centre(centre: Centre, rows: list[UnitRow], as_of: date) -> Body:
    own = rows_of_centre(rows, centre.id)
    units = {
        "units": [r.teryt for r in own if r.coverage.serving],
        "units_expired": [r.teryt for r in own if r.coverage.last_known],
    }
    stored = api_row(CENTRE_COLUMNS, centre, {"website": contact(centre.contact_on(as_of))})
    return {**stored, **units, "url": f"/owes/{centre.id}"}


def unit(row: UnitRow) -> Body:
    """Spell one row of the coverage table."""
    return {
        "teryt": row.teryt,
        "name": row.name,
        "voivodeship": row.voivodeship.teryt,
        "outcome": row.coverage.outcome.value,
        "reason": plain(row.coverage.reason),
        "standing": row.standing.value,
        "overlap": row.coverage.is_overlap,
        "centres": [s.centre_id for s in row.coverage.serving],
        "last_known": [s.centre_id for s in row.coverage.last_known],
        "basis": claim(row.cited.basis, row.cited.standing) if row.cited else None,
        "url": f"/powiat/{row.powiat}",
    }


def areas(loaded: LoadedSnapshot, kind: str, region: str, as_of: date) -> list[Body]:
    """List areas of a kind in the country or one voivodeship."""
    if kind == "centre":
        found = centres(loaded, region, as_of)
        return [{"id": c["id"], "name": c["name"], "kind": kind, "units": c["units"], "url": c["url"]} for c in found]
    if kind == "subregion":
        return _subregions(loaded, region, as_of)
    registry = loaded.snapshot.registry
    codes = {
        "voivodeship": [v.teryt for v in registry.voivodeships],
        "powiat": [p.teryt for p in registry.powiaty],
        "gmina": [g.teryt for g in registry.gminy],
    }[kind]
    return [_area(loaded, code, as_of) for code in codes if code.startswith(region)]


def _area(loaded: LoadedSnapshot, code: str, as_of: date) -> Body:
    area = loaded.publishing.serializer.area(code, as_of)
    del area["gmina"]
    return area | size(loaded, code)


def size(loaded: LoadedSnapshot, code: str) -> Body:
    """Return population and area of a unit; those of a voivodeship are sums of its powiats."""
    names = loaded.snapshot.names
    unit = names.powiaty.get(code) or names.gminy.get(code)
    if unit:
        return {"population": unit.population, "area_km2": unit.area_km2}
    own = [p for p in loaded.snapshot.registry.powiaty if p.teryt.startswith(code)]
    return {"population": sum(p.population for p in own), "area_km2": round(sum(p.area_km2 for p in own), 2)}


def _subregions(loaded: LoadedSnapshot, region: str, as_of: date) -> list[Body]:
    rows = {r.teryt: r for r in coverage_rows(loaded.lookup, as_of, region)}
    keys = subregion_keys({u: r.coverage for u, r in rows.items()})
    grouped: dict[tuple[str, str], list[str]] = {}
    for code, found in keys.items():
        for key in found:
            grouped.setdefault(key, []).append(code)
    return [
        {"id": f"{centre}/{name}", "name": name, "kind": "subregion", "centre": centre, "units": units}
        for (centre, name), units in sorted(grouped.items())
    ]


def changes(loaded: LoadedSnapshot, region: str, first: date, last: date) -> list[Body]:
    """List the units of the country or one voivodeship that changed hands between two days."""
    units = [u for u in loaded.lookup.units_on(last) if u.startswith(region)]
    return [_change(loaded, c) for c in diff_coverage(loaded.lookup.claims, units, first, last)]


def _change(loaded: LoadedSnapshot, change: Change) -> Body:
    powiat = loaded.snapshot.names.powiaty.get(change.unit)
    return {
        "teryt": change.unit,
        "name": loaded.snapshot.names.full_name(change.unit, change.since),
        "change": change.kind,
        "since": change.since.isoformat(),
        "before": sorted(change.before.centre_ids),
        "after": sorted(change.after.centre_ids),
        "reason_before": plain(change.before.reason),
        "reason_after": plain(change.after.reason),
        "standing_before": change.before.standing.value,
        "standing_after": change.after.standing.value,
        "population": powiat.population if powiat else loaded.snapshot.names.gminy[change.unit].population,
        "url": f"/powiat/{change.unit[:4]}",
    }


def known_problems(loaded: LoadedSnapshot, as_of: date) -> list[Problem]:
    """Return every known defect of the data: of the snapshot, and of coverage on the day."""
    gaps = audit_assignments(loaded.lookup.claims, sorted(loaded.snapshot.names.powiaty), as_of)
    return sorted([*loaded.snapshot.problems, *gaps])


#: The columns of a claim, empty: a unit without one has them in a file too.
_NO_BASIS = dict.fromkeys(CLAIM_KEYS)


def flat(rows: Sequence[Body]) -> tuple[list[str], list[list[Any]]]:
    """Flatten rows for CSV: lists joined with ``; ``, nested values as ``basis.source_url``."""
    flattened = [_flat_row({**row, "basis": row["basis"] or _NO_BASIS} if "basis" in row else row) for row in rows]
    columns = list(dict.fromkeys(name for row in flattened for name in row))
    return columns, [[row.get(name) for name in columns] for row in flattened]


def _flat_row(row: Body) -> Body:
    found: Body = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}.{k}": v for k, v in _flat_row(value).items()}
        else:
            found[name] = SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
    return found
