"""What API, OGC service and files keep of a loaded snapshot: written features, shapes of units, short answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

import orjson

from ses_map.coverage import unite
from ses_map.geojson import DECIMALS
from ses_map.lookup import AnswerSerializer
from ses_map.planning.entities import EntityIndex
from ses_map.recent import Recent
from ses_map.snapshot import Snapshot
from ses_map.web.state.planner import PlannerState

#: Features of entities that a worker keeps written.
KEPT = 50_000
_START, _END = b'{"type":"FeatureCollection","features":[', b"]}"


@dataclass(frozen=True)
class PointAnswers:
    """What answers for points on one day share: the beginning of their tags, and bodies by gmina."""

    tag: str
    bodies: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishingState:
    """Parts of a loaded snapshot that API, OGC service and files read."""

    snapshot: Snapshot
    planner: PlannerState
    unit_of: Mapping[str, str]
    #: Features of OGC collections with their written geometries, for the periods that were asked about last.
    collections: Recent[Any] = field(default_factory=lambda: Recent(32))
    #: Short answers for units as they are written in a batch, for the days that were asked about last.
    short_answers: Recent[dict[tuple[str, str], bytes]] = field(default_factory=lambda: Recent(4))

    #: Suggestions as they are written, by language, kind and id.
    suggestions: Recent[orjson.Fragment] = field(default_factory=lambda: Recent(4096))
    #: Answers of the API for points, for the last days asked about.
    point_answers: Recent[PointAnswers] = field(default_factory=lambda: Recent(2))

    @cached_property
    def serializer(self) -> AnswerSerializer:
        """Writes answers as JSON."""
        return AnswerSerializer(self.snapshot)

    @cached_property
    def feature(self) -> Callable[[int], bytes]:
        """Writes an entity, by its place in the index, as a GeoJSON feature; the last ones are kept."""
        return lru_cache(KEPT)(partial(write_feature, self.planner.entities))

    def points(self, positions: Iterable[int]) -> bytes:
        """Write entities, by their places in the index, as GeoJSON; those without a point are left out."""
        return _START + b",".join(filter(None, map(self.feature, positions))) + _END

    @cached_property
    def unit_shapes(self) -> dict[str, Any]:
        """Unit of the coverage table → its polygon from the base layer, LONLAT; the day changes none of them."""
        layer = self.snapshot.gminy
        return unite(layer.polygons, [self.unit_of.get(code, "") for code in layer.codes])


def write_feature(index: EntityIndex, number: int) -> bytes:
    """Write an entity of an index as a GeoJSON feature, longitude first; one without a point is empty."""
    row = int(index.order[number])
    spot = index.points.at(row)
    if spot is None:
        return b""
    values: dict[str, object] = {name: index.columns.text(name, row) for name in ("id", "name", "kind")}
    geometry = {"type": "Point", "coordinates": [round(spot.lon, DECIMALS), round(spot.lat, DECIMALS)]}
    return orjson.dumps({"type": "Feature", "geometry": geometry, "properties": values | {"is_own": spot.is_own}})
