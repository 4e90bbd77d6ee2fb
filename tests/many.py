"""A registry of many entities: generated, for load only. None of them exists, and nothing is to be learnt from them.

Towns, gminas and coordinates are real, so that everything that places and counts entities has its usual work; names are
numbers (``Podmiot 123``), kinds, spheres, clusters and founders are drawn by a seeded generator.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from ses_map.entities import Collector
from ses_map.localities import PlaceKind
from ses_map.model import Cluster, Provenance
from ses_map.snapshot import Snapshot, registry_files

KINDS = ("spoldzielnia_socjalna", "przedsiebiorstwo_spoleczne", "cis", "kis", "zaz", "wtz", "fundacja",
         "stowarzyszenie", "inne")  # fmt: skip
SPHERES = tuple(f"Sfera {n}" for n in range(1, 7))
_SOURCE = Provenance("", "wygenerowane do prób obciążenia", "2026-11")
_CLUSTERS = tuple(
    Cluster(f"klaster-{n}", f"Klaster {n}", "", "wygenerowany", date(2020, 1, 1), None, _SOURCE) for n in range(1, 6)
)
#: Every list of at most two spheres; none as often as one, one as often as two.
_SPHERES = [(), *((s,) for s in SPHERES), *((a, b) for a in SPHERES for b in SPHERES if a < b)]
_WEIGHTS = np.array([len(SPHERES) ** (len(each) == 0) / (1 if len(each) < 2 else 2.5) for each in _SPHERES])
_BATCH = 50_000
Columns = dict[str, list[Any]]


def many_entities(snapshot: Snapshot, n: int = 10_000, seed: int = 1) -> Snapshot:
    """The snapshot with ``n`` generated entities in place of its own; the same arguments give the same bytes.

    Of ten, two have a point of their own, seven stand in a town, and one has only a powiat. Every fourth has a founder
    or an operator among the others, some are run by the operator of a centre, some have ended.
    """
    collector = Collector()
    for columns in many_columns(snapshot, n, seed):
        collector.add(columns)
    made = replace(snapshot.registry, entities=collector.entities(), clusters=_CLUSTERS)
    return snapshot.with_files(registry_files(made))


def many_columns(snapshot: Snapshot, n: int, seed: int = 1):
    """The same entities as batches of columns, as a collector takes them."""
    dice, places = np.random.default_rng(seed), snapshot.places
    known = np.flatnonzero((places.kind != PlaceKind.PART) & ~np.isnan(places.lonlat).any(axis=1))
    runs = [c.operator for c in snapshot.registry.centres]
    for first in range(0, n, _BATCH):
        numbers = np.arange(first + 1, min(n, first + _BATCH) + 1)
        chosen = known[dice.integers(len(known), size=len(numbers))]
        yield _who(numbers, dice, runs, [places.names[p] for p in chosen.tolist()]) | _where(chosen, dice, places)


def _who(numbers: Any, dice: Any, runs: list[str], towns: list[str]) -> Columns:
    count = len(numbers)
    others = [f"Podmiot {k}" for k in dice.integers(1, numbers + 1).tolist()]
    run, run_by = dice.integers(6, size=count).tolist(), dice.integers(len(runs), size=count).tolist()
    cluster = dice.integers(len(_CLUSTERS), size=count).tolist()
    is_founded, is_member = (dice.random(count) < 0.2).tolist(), (dice.random(count) < 0.1).tolist()
    began, ended = np.where(dice.random(count) < 0.5, dice.integers(2010, 2025, size=count), 0), dice.random(count)
    jobs = np.where(dice.random(count) < 0.7, dice.integers(1, 61, size=count), 0).tolist()
    years = {0: None} | {year: date(year, 1, 1) for year in range(2010, 2025)}
    spheres = dice.choice(len(_SPHERES), size=count, p=_WEIGHTS / _WEIGHTS.sum()).tolist()
    return {
        "id": [f"podmiot-{k}" for k in numbers.tolist()],
        "name": [f"Podmiot {k}" for k in numbers.tolist()],
        "kind": [KINDS[k] for k in dice.integers(len(KINDS), size=count).tolist()],
        "operator": [(o, runs[b], "", "", "", "")[r] for o, r, b in zip(others, run, run_by, strict=True)],
        "founders": [(o, f"Gmina {t}") if f else () for o, t, f in zip(others, towns, is_founded, strict=True)],
        "status_ps": [("yes", "unknown")[k] for k in dice.integers(2, size=count).tolist()],
        "valid_from": [years[y] for y in began.tolist()],
        "valid_to": [date(2025, 12, 31) if e < 0.05 else None for e in ended.tolist()],
        "spheres": [_SPHERES[k] for k in spheres],
        "clusters": [(_CLUSTERS[k].id,) if m else () for k, m in zip(cluster, is_member, strict=True)],
        "jobs": [j or None for j in jobs],
        **{name: [""] * count for name in ("street", "postcode", "website", "activity")},
        **{f"source_{name}": [getattr(_SOURCE, name)] * count for name in ("url", "title", "date")},
        **{name: [value] * count for name, value in (("powiat_basis", "stated"), ("confidence", "high"))},
    }  # fmt: skip


def _where(chosen: Any, dice: Any, places: Any) -> Columns:
    how = dice.random(len(chosen)).tolist()
    gminy = [places.unit(p) for p in chosen.tolist()]
    lonlat = np.round(places.lonlat[chosen].astype(np.float64), 4).tolist()
    return {
        "powiat": [g[:4] for g in gminy],
        "voivodeship": [g[:2] for g in gminy],
        "town": [places.names[p] if h < 0.9 else "" for p, h in zip(chosen.tolist(), how, strict=True)],
        "gmina": [g if h < 0.9 else "" for g, h in zip(gminy, how, strict=True)],
        "lat": [lat if h < 0.2 else None for (_, lat), h in zip(lonlat, how, strict=True)],
        "lon": [lon if h < 0.2 else None for (lon, _), h in zip(lonlat, how, strict=True)],
    }
