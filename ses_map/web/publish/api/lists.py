"""The lists of ``/api/v1``: centres, areas, who serves what, what changed, what is wrong, entities."""

import dataclasses
from datetime import date
from typing import Any

from flask import Response, request

from ses_map.entities import Listed
from ses_map.errors import InvalidInputError
from ses_map.geojson import DECIMALS
from ses_map.lookup import coverage_rows, standing_counts
from ses_map.model import Entity, Standing
from ses_map.planning.entities import EntityFilter, choose_entities
from ses_map.planning.relations import Reach
from ses_map.web.http import parameters
from ses_map.web.publish.api import parameter as p
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.api.endpoint import Endpoint
from ses_map.web.publish.api.listing import Features, answer
from ses_map.web.publish.api.schemas import WHOLE, listed, mapped, record
from ses_map.web.publish.stored import ENTITY_COLUMNS, api_row
from ses_map.web.state import area_shapes
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current

Body = dict[str, Any]

_COUNTS = {**record(**{s.value: WHOLE for s in Standing}), "description": "Liczba powiatów według stanu wskazania."}


def _tabular(path: str, summary: str, schema: str, *own: p.Parameter) -> Endpoint:
    """Declare a list whose rows have no shapes."""
    accepted = (*own, p.TABLE_FORMAT, *p.paging(schema))
    return Endpoint(path, summary, tag="Listy", parameters=accepted, answers=listed(schema))


def _spatial(path: str, summary: str, schema: str, *own: p.Parameter, **further: Body) -> Endpoint:
    """Declare a list that is to be had as GeoJSON too; ``further`` describes what stands beside its rows."""
    accepted = (*own, p.FORMAT, *p.paging(schema), p.GEOMETRY)
    return Endpoint(path, summary, tag="Listy", parameters=accepted, answers=mapped(schema, **further))


def _polygons(kind: str, region: str, day: date) -> Features:
    """Make a function that gives rows the polygons of their areas."""
    return lambda rows: area_shapes.features(rows, area_shapes.shapes(current(), kind, region, day))


@_spatial(
    "/api/v1/centres",
    "Ośrodki (OWES); jako GeoJSON z obszarem, który każdy obsługuje danego dnia",
    "CentreRow",
    p.VOIVODESHIP,
    p.DATE,
)
def centres() -> Response:
    """List the centres; as GeoJSON with the area each serves on ``date``."""
    region, day = parameters.voivodeship(), parameters.as_of()
    rows = api_rows.centres(current(), region, day)
    return answer("CentreRow", rows, day, features=_polygons("centre", region, day))


@_spatial(
    "/api/v1/areas",
    "Powiaty, gminy, województwa, subregiony albo obszary ośrodków; jako GeoJSON z wielokątami",
    "AreaRow",
    p.KIND,
    p.VOIVODESHIP,
    p.DATE,
)
def areas() -> Response:
    """List powiats, gminas, voivodeships, subregions or areas of centres; as GeoJSON with their polygons."""
    kind, region, day = parameters.choice("kind", area_shapes.KINDS), parameters.voivodeship(), parameters.as_of()
    rows = api_rows.areas(current(), kind, region, day)
    return answer("AreaRow", rows, day, features=_polygons(kind, region, day))


@_spatial(
    "/api/v1/coverage",
    "Każda jednostka i kto ją obsługuje danego dnia, z liczbami",
    "CoverageRow",
    p.VOIVODESHIP,
    p.DATE,
    counts=_COUNTS,
)
def coverage() -> Response:
    """List every unit with who serves it on ``date``, and the counts."""
    region, day = parameters.voivodeship(), parameters.as_of()
    rows, shapes = coverage_rows(current().lookup, day, region), _polygons("unit", region, day)
    return answer("CoverageRow", rows, day, api_rows.unit, shapes, counts=standing_counts(rows))


@_tabular(
    "/api/v1/coverage/diff",
    "Jednostki, których odpowiedź różni się między dwoma dniami",
    "ChangeRow",
    p.FROM,
    p.TO,
    p.VOIVODESHIP,
)
def coverage_diff() -> Response:
    """List the units whose answer differs between ``from`` and ``to`` (today where one is missing)."""
    first, last, region = parameters.day("from"), parameters.day("to"), parameters.voivodeship()
    return answer("ChangeRow", api_rows.changes(current(), region, first, last), last)


@_tabular("/api/v1/problems", "Znane błędy i luki danych: migawki i pokrycia danego dnia", "ProblemRow", p.DATE)
def problems() -> Response:
    """List the known defects of the data: those of the snapshot, and those of coverage on ``date``."""
    day = parameters.as_of()
    return answer("ProblemRow", api_rows.known_problems(current(), day), day, dataclasses.asdict)


@_spatial(
    "/api/v1/entities",
    "Podmioty ekonomii społecznej według rodzaju, miejsca i słów; jako GeoJSON punkty",
    "EntityRow",
    p.ENTITY_KIND,
    p.VOIVODESHIP,
    p.POWIAT,
    p.QUERY,
    p.DATE,
)
def entities() -> Response:
    """List the entities in being on ``date``; one without a certain place has no point."""
    loaded, day = current(), parameters.as_of()
    index = loaded.planner.entities
    chosen = choose_entities(index, _entity_filter(loaded), Reach(loaded.lookup, index.relations, day), day)
    rows = Listed(index.columns, index.order[chosen.positions])
    return answer("EntityRow", rows, day, lambda entity: _entity(loaded, entity), _points)


def _entity_filter(loaded: LoadedSnapshot) -> EntityFilter:
    kind, known = request.args.get("kind", ""), loaded.planner.entities.kinds
    if kind and kind not in known:
        raise InvalidInputError(
            f"kind={kind[:40]!r} is unknown: use one of {', '.join(known)}",
            f"Parametr kind ma wartość „{kind[:40]}”; możliwe są: {', '.join(known)}.",
        )
    region, powiat = parameters.voivodeship(), parameters.powiat()
    kinds = (kind,) if kind else ()
    return EntityFilter(kinds=kinds, voivodeship=region, powiat=powiat, text=parameters.query())


def _entity(loaded: LoadedSnapshot, entity: Entity) -> Body:
    spot = loaded.spots.get(entity.id)
    where = {
        "lat": round(spot.lat, DECIMALS) if spot else None,
        "lon": round(spot.lon, DECIMALS) if spot else None,
        "point": "none" if spot is None else "own" if spot.is_own else "town",
    }
    return {**api_row(ENTITY_COLUMNS, entity, {}), **where, "url": f"/planowanie/podmiot/{entity.id}"}


def _points(rows: list[Body]) -> list[Body]:
    """Make a feature of each row, longitude first; ``null`` geometry where its place is not certain."""
    return [{"type": "Feature", "id": r["id"], "geometry": _point(r), "properties": r} for r in rows]


def _point(row: Body) -> Body | None:
    return None if row["lat"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
