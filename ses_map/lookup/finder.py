"""Look-ups: a point or a TERYT code in, an :class:`ses_map.model.Answer` out, as of a day.

Boundaries are generalised: of the official place points that fall outside their own powiat, half lie within 140 m of
its border. A point within :data:`BORDER_TOLERANCE_M` of another centre's area is therefore answered *and* marked.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from ses_map.cells import NOWHERE, UNDECIDED
from ses_map.coverage import Claims, served_units
from ses_map.crs import FloatArray, Geometries, IntArray, in_poland_bounds, project, to_metric
from ses_map.errors import InvalidPointError, NotFoundError
from ses_map.lookup.bulk import Located, PointIndex, holders, locate
from ses_map.model import Answer, Coverage, Outcome
from ses_map.snapshot import Snapshot
from ses_map.teryt import Level, level, parse, powiat_of

Texts = np.ndarray[Any, np.dtype[Any]]

#: Distance in metres within which another centre's area is named.
BORDER_TOLERANCE_M = 500.0

#: Answers that are kept ready.
_PLAIN_ANSWERS = 8192


class Lookup:
    """Answers from the registry and the base layer of one snapshot; safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.claims = Claims.of_registry(snapshot.registry)
        self._powiaty = {p.teryt for p in snapshot.registry.powiaty}
        self._gminy = {g.teryt for g in snapshot.registry.gminy}
        self._voivodeships = {v.teryt for v in snapshot.registry.voivodeships}
        self._codes = snapshot.gminy.codes
        self._days: dict[date, tuple[Coverage, ...]] = {}
        self._served: dict[date, tuple[frozenset[str], ...]] = {}
        self._groups: dict[date, IntArray] = {}
        #: Answers for points near no other centre: as many as two days and more have.
        self._plain = lru_cache(_PLAIN_ANSWERS)(self._answer_plainly)

    @cached_property
    def _polygons(self) -> Geometries:
        metric = shapely.transform(self.snapshot.gminy.polygons, lambda a: project(a, to_metric()))
        shapely.prepare(metric)
        return metric

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._polygons)

    def warm_up(self) -> None:
        """Build the index now rather than at the first question."""
        _ = self._tree, self.snapshot.cells
        self.by_point(52.0, 19.0, date(2000, 1, 1))

    def _coverages(self, as_of: date) -> tuple[Coverage, ...]:
        """Return the coverage of every polygon on the day, one tuple per period between two changes."""
        epoch = self.claims.epoch(as_of)
        if epoch not in self._days:
            self._days[epoch] = tuple(self.claims.on(code, as_of) for code in self._codes)
        return self._days[epoch]

    def _centres(self, as_of: date) -> tuple[frozenset[str], ...]:
        """Return the centres that serve every polygon on the day."""
        epoch = self.claims.epoch(as_of)
        if epoch not in self._served:
            self._served[epoch] = tuple(coverage.centre_ids for coverage in self._coverages(as_of))
        return self._served[epoch]

    def by_point(self, lat: float, lon: float, as_of: date) -> Answer:
        """Return who serves the gmina that holds a point in degrees (EPSG:4326).

        Returns
        -------
        Answer
            ``found``, ``uncovered`` or ``outside``; with ``near_border`` where another centre is close. On a shared
            border the gmina with the lower code answers.

        Raises
        ------
        InvalidPointError
            When a coordinate is not a number, out of range, or the two are swapped.
        """
        decided = self.snapshot.cells.at(lat, lon)
        if decided != UNDECIDED:  # no pair of numbers that could be refused lies in a cell
            return self._plain(decided, as_of)
        check_point(lat, lon)
        if not in_poland_bounds(lon, lat):
            return Answer(Outcome.OUTSIDE, as_of)
        point = shapely.points(to_metric().transform(lon, lat))
        near = self._tree.query(point, predicate="dwithin", distance=BORDER_TOLERANCE_M)
        distances = dict(zip(near.tolist(), shapely.distance(self._polygons[near], point).tolist(), strict=True))
        holder = min((i for i, d in distances.items() if d == 0.0), default=None, key=self._codes.__getitem__)
        if holder is not None and len(distances) == 1:
            return self._plain(holder, as_of)
        return self._found(holder, as_of, distances)

    @cached_property
    def point_index(self) -> PointIndex:
        """What many points at once are looked up in; polygons in the order of the layer ``gminy``."""
        ranks = np.argsort(np.argsort(np.array(self._codes)))
        return PointIndex(self.snapshot.cells, self._tree, self._polygons, ranks)

    def _grouped(self, as_of: date) -> IntArray:
        """Return each polygon the number of the set of centres that serve it on the day; 0 where nobody does."""
        epoch = self.claims.epoch(as_of)
        if epoch not in self._groups:
            known: dict[frozenset[str], int] = {frozenset(): 0}
            numbers = [known.setdefault(centres, len(known)) for centres in self._centres(as_of)]
            self._groups[epoch] = np.array(numbers, dtype=np.int64)
        return self._groups[epoch]

    def by_points(self, lat: FloatArray, lon: FloatArray, as_of: date) -> list[Answer]:
        """Answer for many points as :meth:`by_point` does for each; equal answers are one object.

        Parameters
        ----------
        lat, lon : array of float, (n,)
            Degrees in EPSG:4326; :func:`check_point` has to accept each pair, which is not checked here.
        """
        located = locate(self.point_index, lat, lon, BORDER_TOLERANCE_M)
        holders = [None if holder < 0 else holder for holder in located.holders.tolist()]
        made = {holder: self._found(holder, as_of) for holder in set(holders)}
        answers = [made[holder] for holder in holders]
        for number, distances in self._close(located, as_of).items():
            answers[number] = self._found(holders[number], as_of, distances)
        return answers

    def _close(self, located: Located, as_of: date) -> dict[int, dict[int, float]]:
        """Return for each point the polygons near it that others serve than its own, with their distances in metres."""
        group = self._grouped(as_of)
        near, holders = group[located.polygons], located.holders[located.points]
        own = np.where(holders >= 0, group[holders], 0)
        kept = np.flatnonzero((near != 0) & (near != own))
        found: dict[int, dict[int, float]] = defaultdict(dict)
        columns = (located.points[kept], located.polygons[kept], located.metres[kept])
        for point, polygon, metres in zip(*(c.tolist() for c in columns), strict=True):
            found[point][polygon] = metres
        return found

    def join(self, lat: FloatArray, lon: FloatArray, as_of: date) -> tuple[Texts, Texts]:
        """Return the gmina that holds each of many points and the centres that serve it; nothing is said of borders.

        Parameters
        ----------
        lat, lon : array of float, (n,)
            As for :meth:`by_points`.

        Returns
        -------
        array of str (n,), array of str (n,)
            The 6-digit code, and the ids of the centres joined by semicolons; empty where there is none.
        """
        held = holders(self.point_index, lat, lon)
        centres = ["; ".join(s.centre_id for s in coverage.serving) for coverage in self._coverages(as_of)]
        # The last one, -1, is abroad.
        return np.array([*self._codes, ""])[held], np.array([*centres, ""], dtype=object)[held]

    def _answer_plainly(self, holder: int, as_of: date) -> Answer:
        return self._found(None if holder == NOWHERE else holder, as_of)

    def _found(self, holder: int | None, as_of: date, distances: Mapping[int, float] = MappingProxyType({})) -> Answer:
        """Answer for the polygon that holds a point; near by (index → metres) each other centre is named once."""
        coverages = self._coverages(as_of)
        others: dict[str, tuple[float, str]] = {}
        if distances:
            served = self._centres(as_of)
            own = frozenset[str]() if holder is None else served[holder]
            for index, metres in distances.items():
                for centre in served[index] - own:
                    others[centre] = min(others.get(centre, (math.inf, "")), (metres, self._codes[index]))
        border = tuple((c, gmina, metres) for c, (metres, gmina) in sorted(others.items()))
        if holder is None:
            return Answer(Outcome.OUTSIDE, as_of, near_border=border)
        gmina, coverage = self._codes[holder], coverages[holder]
        return Answer(coverage.outcome, as_of, powiat_of(gmina), gmina, coverage, near_border=border)

    def by_teryt(self, text: str, as_of: date) -> Answer:
        """Return who serves a powiat or gmina; a voivodeship is ``ambiguous``, its powiats are the candidates.

        Raises
        ------
        InvalidTerytError
            When the text is no TERYT code.
        NotFoundError
            When no unit of TERYT 2026-01-01 carries the code.
        """
        code = parse(text)
        if code not in self._voivodeships | self._powiaty | self._gminy:
            raise NotFoundError(
                f"no unit of TERYT 2026-01-01 has the code {code}: check it in the register",
                f"Nie ma jednostki o kodzie TERYT {code} (stan na 1 stycznia 2026 r.); sprawdź kod w rejestrze TERYT.",
            )
        if level(code) is Level.VOIVODESHIP:
            inside = tuple(sorted(p for p in self._powiaty if p.startswith(code)))
            return Answer(Outcome.AMBIGUOUS, as_of, code, candidates=inside, coverage=Coverage(Outcome.AMBIGUOUS))
        coverage = self.claims.on(code, as_of)
        if level(code) is Level.GMINA:
            return Answer(coverage.outcome, as_of, powiat_of(code), code, coverage)
        return Answer(coverage.outcome, as_of, code, coverage=coverage, exceptions=self.claims.exceptions(code, as_of))

    def by_units(self, units: Sequence[str], as_of: date) -> Answer:
        """Return who serves the one unit, or say that several are meant."""
        if len(units) == 1:
            return self.by_teryt(units[0], as_of)
        return Answer(Outcome.AMBIGUOUS, as_of, candidates=tuple(units), coverage=Coverage(Outcome.AMBIGUOUS))

    def units_on(self, as_of: date) -> dict[str, Coverage]:
        """Return the coverage of every unit that maps and tables show: powiats, and gminas with claims of their own."""
        return served_units(self.claims, self._powiaty | {u for u in self.claims.units if len(u) == 6}, as_of)

    @cached_property
    def gminy_of(self) -> dict[str, tuple[str, ...]]:
        """Powiat code → codes of its gminas."""
        found: dict[str, list[str]] = defaultdict(list)
        for gmina in sorted(self._gminy):
            found[powiat_of(gmina)].append(gmina)
        return {p: tuple(g) for p, g in found.items()}


def check_point(lat: float, lon: float) -> None:
    """Refuse coordinates that cannot be meant.

    Raises
    ------
    InvalidPointError
        With a Polish sentence that says what to do.
    """
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise InvalidPointError(
            f"lat={lat}, lon={lon} are not finite numbers: give degrees such as lat=54.35&lon=18.65",
            "Współrzędne muszą być liczbami; podaj stopnie, na przykład lat=54.35 i lon=18.65.",
        )
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InvalidPointError(
            f"lat={lat}, lon={lon} is out of range: latitude is within 90, longitude within 180 degrees",
            f"Współrzędne lat={lat:g} i lon={lon:g} są poza zakresem: szerokość ma od -90 do 90, długość od -180 do "
            "180 stopni; popraw wartości.",
        )
    if in_poland_bounds(lon=lat, lat=lon):
        raise InvalidPointError(
            f"lat={lat}, lon={lon} look swapped: Poland lies at lat 49 to 55, lon 14 to 24",
            f"Współrzędne wyglądają na zamienione: lat to szerokość (w Polsce 49–55), lon to długość (14–24); spróbuj "
            f"lat={lon:g} i lon={lat:g}.",
        )
