"""Tables as JSON and GeoJSON (RFC 7946), with what their columns mean and whose the data are."""

from typing import Any

import orjson

from ses_map.geojson import to_feature, to_feature_collection
from ses_map.planning.table import Table
from ses_map.web.file_formats.export import Export


def to_json(export: Export) -> bytes:
    """Write a table, and the further tables of its page, as one JSON document."""
    papers = ("title", "publisher", "url", "licence", "vintage", "attribution")
    document = {
        **_head(export),
        **_spelled(export.table),
        "sources": [{name: getattr(s, name) for name in papers} for s in export.sources],
    }
    if export.more:
        document["tables"] = {t.name: {"title": t.title, **_spelled(t)} for t in export.more}
    return orjson.dumps(document)


def to_geojson(export: Export) -> bytes:
    """Write the rows of a table as features; those without a known geometry have ``null`` instead."""
    assert export.shapes is not None  # noqa: S101 - one of its forms
    shapes, table = export.shapes(), export.table
    codes = [str(row.get(table.key, "")) for row in table.rows]
    features = [to_feature(c, shapes.get(c), _only(table, r)) for c, r in zip(codes, table.rows, strict=True)]
    if len(set(codes)) < len(codes):  # the key names the area, not the row
        features = [{k: v for k, v in f.items() if k != "id"} for f in features]
    head = {**_head(export), "columns": _columns(table), "attribution": export.credit}
    return orjson.dumps({**to_feature_collection(features), **head})


def _head(export: Export) -> dict[str, Any]:
    area = {"teryt": export.region.teryt, "name": export.region.name} if export.region else None
    day = export.as_of.isoformat()
    return {"title": export.table.title, "date": day, "snapshot": export.snapshot, "voivodeship": area}


def _spelled(table: Table) -> dict[str, Any]:
    return {"columns": _columns(table), "rows": [_only(table, row) for row in table.rows]}


def _columns(table: Table) -> list[dict[str, Any]]:
    return [{"key": c.key, "label": c.label, "note": c.note, "digits": c.digits} for c in table.columns]


def _only(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {c.key: row.get(c.key) for c in table.columns}
