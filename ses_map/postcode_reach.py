"""Where postcodes may reach: counted addresses of PRG where they were fetched, else an estimate.

The table of addresses is made by ``scripts/fetch_prg.py --addresses``; it decides for each code that it has. For others
(all, where it was not made) it is estimated from GeoNames (which office has a code) and PRNG (where localities are).

A Polish code belongs to a post office, not to a unit; GeoNames names one office and one powiat. The estimate:

- *An office* is the locality that a code is called after, at its point in PRNG. (GeoNames' own points are whole
  minutes, and one in twenty lies over 8.8 km off, some at a namesake 165 km away.)
- *A locality may have the code of an office* that is at most :data:`SLACK` times as far as its best one, if the two are
  of one postal district (the first two digits). An office outside its gmina counts :data:`ELSEWHERE` times as far where
  its gmina has one: post follows gminas. A town and the rural gmina of its name are one gmina here.
- *A code may reach* the powiats of these localities: its office's first, then by their number.
- In the nineteen cities whose codes name streets (:data:`STREETS` codes or more; the next city has 27) a code stays in
  the city: the few at the rim that cross it cannot be told without addresses.

The factors were measured on 19 addresses in villages, from published registers (``tests/test_postcode_reach.py`` has
them): 15 have the code of the nearest office, 18 that of the nearest in their gmina, and 1.25 holds all 19, with the
farthest at 1.19. The office nearest to another is of its district for 88 % by two digits and 77 % by three: hence two.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ses_map.crs import FloatArray, IntArray, project, to_metric
from ses_map.localities import PlaceKind, Places
from ses_map.model import Problem, Severity
from ses_map.postcodes import Postcode
from ses_map.spelling import fold
from ses_map.tables import read_table
from ses_map.teryt import powiat_of, voivodeship_of

PATH = "reference/postcodes.csv"
ADDRESSES = "reference/postcode_addresses.csv"
#: How much farther than its best office one may be whose code a locality has.
SLACK = 1.25
#: How much farther an office counts that lies in another gmina than the locality, where that gmina has one.
ELSEWHERE = 1.5
#: From how many codes on they name streets.
STREETS = 100

#: What GeoNames writes behind a name: "k. Brodnicy", "004", "II", "(Wysoka)", "/Wesoła".
_BEHIND = re.compile(r"\s+(?:k\.\s|\d{3}$|[IVX]+$|\()|/")

#: A name, and the powiat that GeoNames puts it in.
Office = tuple[str, str]


def read_postcodes(geodata: Path, places: Places) -> tuple[dict[str, Postcode], list[Problem]]:
    """Read where each postcode may reach, by the localities of the same folder."""
    frame, problems = read_table(geodata, PATH)
    gminy, _ = read_table(geodata, "reference/gminy.csv")
    codes: dict[Office, set[str]] = defaultdict(set)
    offices: dict[str, set[Office]] = defaultdict(set)
    for code, place, powiat in frame[["postcode", "place", "powiat"]].itertuples(index=False):
        codes[place, powiat].add(code)
        offices[code].add((place, powiat))
    reach = estimate_reach(codes, places, dict(zip(gminy["teryt"], gminy["name"], strict=True)))
    found = {code: _postcode(sorted(own), reach) for code, own in sorted(offices.items())}
    counted, further = _counted(geodata, frozenset(gminy["teryt"]))
    return dict(sorted((found | counted).items())), problems + further


def _counted(geodata: Path, gminy: frozenset[str]) -> tuple[dict[str, Postcode], list[Problem]]:
    """Read the gminas of each postcode, those with the most addresses first; nothing where they were not fetched."""
    if not (geodata / ADDRESSES).is_file():
        return {}, []
    frame, problems = read_table(geodata, ADDRESSES)
    strange = frame[~frame["gmina"].isin(gminy)]
    problems += [_unknown(line, gmina) for line, gmina in zip(strange.index, strange["gmina"], strict=True)]
    known = frame.drop(index=strange.index).astype({"addresses": int})
    known = known.sort_values(["addresses", "gmina"], ascending=[False, True])
    found = {}
    for code, rows in known.groupby("postcode"):
        first = rows["place"].iloc[0]
        found[str(code)] = Postcode((first,) if first else (), tuple(rows["gmina"]))
    return found, problems


def _unknown(line: int, gmina: str) -> Problem:
    detail = (
        f"Wiersz {line} pliku {ADDRESSES} pominięto: gminy {gmina} nie ma w TERYT; "
        "odśwież tabelę gmin albo pobierz adresy jeszcze raz."
    )
    return Problem("unknown-unit", gmina, Severity.WARNING, detail, ADDRESSES, line, "gmina", gmina)


def _postcode(offices: list[Office], reach: Mapping[Office, tuple[str, ...]]) -> Postcode:
    stated, further = [powiat for _, powiat in offices], [p for office in offices for p in reach[office]]
    return Postcode(tuple(place for place, _ in offices), tuple(dict.fromkeys(stated + further)))


def estimate_reach(
    codes: Mapping[Office, set[str]], places: Places, gminy: Mapping[str, str]
) -> dict[Office, tuple[str, ...]]:
    """Return for each office the powiats that its codes may reach: its own first, then those of the most localities.

    Parameters
    ----------
    codes : mapping
        Codes by office.
    places : Places
        Localities.
    gminy : mapping
        Names of gminas by code.
    """
    powiaty = _powiaty(places)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for office, row in reach_localities(codes, places, gminy):
        counts[office][powiaty[row]] += 1
    known = {powiat_of(code) for code in gminy}
    found: dict[Office, tuple[str, ...]] = {}
    for number, (named, own) in enumerate(codes.items()):
        others = sorted(counts[number].items(), key=lambda item: (-item[1], item[0])) if len(own) < STREETS else []
        found[named] = tuple(dict.fromkeys((named[1], *(powiat for powiat, _ in others if powiat in known))))
    return found


def reach_localities(
    codes: Mapping[Office, set[str]], places: Places, gminy: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Return pairs of an office and a locality where it is, or that may have its codes, both by number.

    The parameters are those of :func:`estimate_reach`.
    """
    points = list(_points(list(codes), places))
    return [*points, *_served(points, places, _families(places, gminy), _districts(codes))]


def _powiaty(places: Places) -> list[str]:
    return [f"{gmina:06d}"[:4] for gmina in places.gmina.tolist()]


def _points(offices: Sequence[Office], places: Places) -> Iterator[tuple[int, int]]:
    """Yield pairs of an office and a locality where it is: of its name, a town before villages before parts.

    Where its powiat has none, borders have moved since, or GeoNames writes it otherwise: the name may lie in one other
    powiat of the voivodeship, or share words with names in its own ("Nowe Chojno" is "Chojno Nowe Pierwsze").
    """
    called: dict[str, list[int]] = defaultdict(list)
    sharing: dict[Office, list[int]] = defaultdict(list)
    powiaty, ranks = _powiaty(places), places.kind.tolist()
    for row, (name, powiat) in enumerate(zip(places.keys, powiaty, strict=True)):
        called[name].append(row)
        for word in name.split():
            sharing[word, powiat].append(row)
    for number, (place, powiat) in enumerate(offices):
        name = fold(_BEHIND.split(place.replace(" n. ", " nad "))[0])
        around = [r for r in called[name] if voivodeship_of(powiaty[r]) == voivodeship_of(powiat)]
        moved = around if len({powiaty[r] for r in around}) == 1 else []
        rows = [r for r in around if powiaty[r] == powiat] or moved
        if not rows:
            shared = Counter(r for word in name.split() for r in sharing[word, powiat])
            rows = [r for r, words in shared.items() if words == max(shared.values())]
        yield from ((number, r) for r in rows if ranks[r] == min(ranks[r] for r in rows))


def _families(places: Places, gminy: Mapping[str, str]) -> IntArray:
    """Return each locality the number of its gmina, the same for gminas of one name in a voivodeship."""
    codes, which = np.unique(places.gmina, return_inverse=True)
    keys = [(code[:2], fold(gminy.get(code, code))) for code in (f"{c:06d}" for c in codes.tolist())]
    numbers = {key: number for number, key in enumerate(sorted(set(keys)))}
    return np.array([numbers[key] for key in keys], dtype=np.int64)[which]


def _metric(places: Places) -> FloatArray:
    """Return the points of localities in METRIC; where one has none, the middle of those of its gmina."""
    _, which = np.unique(places.gmina, return_inverse=True)
    lonlat = places.lonlat.astype(np.float64)
    known = np.isfinite(lonlat[:, 0])
    count = np.bincount(which[known], minlength=which.max(initial=-1) + 1)
    for axis in lonlat.T:
        sums = np.bincount(which[known], weights=axis[known], minlength=len(count))
        axis[~known] = (sums / np.where(count > 0, count, np.nan))[which[~known]]
    return project(lonlat, to_metric())


def _districts(codes: Mapping[Office, set[str]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return a row for each office: which first two digits its codes have."""
    found = np.zeros((len(codes), 100), dtype=np.bool_)
    for number, own in enumerate(codes.values()):
        found[number, [int(code[:2]) for code in own]] = True
    return found


def _served(
    points: Sequence[tuple[int, int]],
    places: Places,
    family: IntArray,
    districts: np.ndarray[Any, np.dtype[np.bool_]],
) -> Iterator[tuple[int, int]]:
    """Yield pairs of an office and a locality that may have its codes; localities are those that PRNG gives a point."""
    xy = _metric(places)
    placed = [(office, row) for office, row in points if np.isfinite(xy[row]).all()]
    if not placed:
        return
    offices, at = np.array(placed, dtype=np.int64).T
    rows = np.flatnonzero((places.kind != PlaceKind.PART) & np.isfinite(places.lonlat[:, 0]))
    tree = shapely.STRtree(shapely.points(xy[at]))
    _, nearest = tree.query_nearest(shapely.points(xy[rows]), return_distance=True, all_matches=False)
    # No office farther than this can count at most SLACK times as far as the best one.
    which, point = tree.query(shapely.points(xy[rows]), predicate="dwithin", distance=nearest * SLACK * ELSEWHERE)
    is_own = family[rows[which]] == family[at[point]]
    has_own = np.isin(family[rows], family[at])[which]
    far = np.hypot(*(xy[rows[which]] - xy[at[point]]).T) * np.where(has_own & ~is_own, ELSEWHERE, 1.0)
    order = np.lexsort((far, which))
    which, point, far = which[order], point[order], far[order]
    _, first, numbers = np.unique(which, return_index=True, return_inverse=True)
    best = first[numbers]
    of_district = (districts[offices[point]] & districts[offices[point[best]]]).any(axis=1)
    near = (far <= SLACK * far[best]) & of_district
    pairs = np.unique(np.column_stack((offices[point], rows[which]))[near], axis=0)
    yield from map(tuple, pairs.tolist())
