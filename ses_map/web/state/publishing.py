"""What API, OGC service and files keep of a loaded snapshot: written features, shapes of units, short answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ses_map.coverage import unite
from ses_map.lookup import AnswerSerializer
from ses_map.planning.territory import Recent
from ses_map.snapshot import Snapshot
from ses_map.web.state.entity_points import write_features
from ses_map.web.state.planner import PlannerState


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

    @cached_property
    def serializer(self) -> AnswerSerializer:
        """Writes answers as JSON."""
        return AnswerSerializer(self.snapshot)

    @cached_property
    def features(self) -> Sequence[bytes]:
        """Every entity as a written GeoJSON feature, in the order of the index; a request only chooses among them."""
        return write_features(self.planner.entities)

    @cached_property
    def unit_shapes(self) -> dict[str, Any]:
        """Unit of the coverage table → its polygon from the base layer, LONLAT; the day changes none of them."""
        layer = self.snapshot.gminy
        return unite(layer.polygons, [self.unit_of.get(code, "") for code in layer.codes])
