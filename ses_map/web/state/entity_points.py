"""Entities as points of GeoJSON: a request chooses among them."""

from collections.abc import Iterable, Sequence
from typing import overload

import orjson

from ses_map.geojson import DECIMALS
from ses_map.planning.entities import EntityIndex

#: Up to so many are written once and kept; more are written for each request, because a worker would hold too much.
KEPT = 50_000
_START, _END = b'{"type":"FeatureCollection","features":[', b"]}"


class Features(Sequence[bytes]):
    """Each entity of an index as a feature, longitude first, written when it is asked for; without a place, empty."""

    def __init__(self, index: EntityIndex) -> None:
        self._index = index

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self._index.entities)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[bytes, ...]: ...
    def __getitem__(self, number: int | slice) -> bytes | tuple[bytes, ...]:
        if isinstance(number, slice):
            return tuple(self[n] for n in range(*number.indices(len(self))))
        row = int(self._index.order[number])
        spot = self._index.points.at(row)
        if spot is None:
            return b""
        place = [round(spot.lon, DECIMALS), round(spot.lat, DECIMALS)]
        told: dict[str, object] = {name: self._index.columns.text(name, row) for name in ("id", "name", "kind")}
        shape = {"type": "Point", "coordinates": place}
        return orjson.dumps({"type": "Feature", "geometry": shape, "properties": told | {"is_own": spot.is_own}})


def write_features(index: EntityIndex) -> Sequence[bytes]:
    """Write each entity of an index as a feature, longitude first; one without a place is empty."""
    features = Features(index)
    return tuple(features) if len(features) <= KEPT else features


def join_features(features: Iterable[bytes]) -> bytes:
    """Put features together; empty ones are left out."""
    return _START + b",".join(filter(None, features)) + _END
