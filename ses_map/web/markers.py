"""Entities as points of GeoJSON, written once per snapshot: a request only chooses among them."""

from collections.abc import Iterable

import orjson

from ses_map.geojson import DECIMALS
from ses_map.model import Entity
from ses_map.planning import EntityIndex

_START, _END = b'{"type":"FeatureCollection","features":[', b"]}"


def write_features(index: EntityIndex) -> tuple[bytes, ...]:
    """Write each entity of an index as a feature, longitude first; one without a place is empty."""
    return tuple(_feature(index, entity) for entity in index.entities)


def _feature(index: EntityIndex, entity: Entity) -> bytes:
    point = index.points.get(entity.id)
    if point is None:
        return b""
    place = [round(point.lon, DECIMALS), round(point.lat, DECIMALS)]
    told = {"id": entity.id, "name": entity.name, "kind": entity.kind, "is_own": point.is_own}
    return orjson.dumps({"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": told})


def join_features(features: Iterable[bytes]) -> bytes:
    """Put features together; empty ones are left out."""
    return _START + b",".join(filter(None, features)) + _END
