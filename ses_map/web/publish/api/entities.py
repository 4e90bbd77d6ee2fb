"""``/api/v1/entities``: social-economy entities by filters, as rows and as points."""

from typing import Any

from flask import Response, request

from ses_map.errors import InvalidInputError
from ses_map.geojson import DECIMALS
from ses_map.model import Entity
from ses_map.planning.entities import EntityFilter, choose_entities
from ses_map.planning.reach import Reach
from ses_map.web.http import parameters
from ses_map.web.publish.api import parameter as p
from ses_map.web.publish.api.endpoint import endpoint
from ses_map.web.publish.api.listing import Rows, answer
from ses_map.web.publish.api.schemas import mapped
from ses_map.web.publish.stored import ENTITY_COLUMNS, api_row
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current

Body = dict[str, Any]


@endpoint(
    "/api/v1/entities",
    "Podmioty ekonomii społecznej według rodzaju, miejsca i słów; jako GeoJSON punkty",
    tag="Listy",
    parameters=(p.ENTITY_KIND, p.VOIVODESHIP, p.POWIAT, p.QUERY, p.DATE, p.FORMAT, *p.paging("EntityRow"), p.GEOMETRY),
    answers=mapped("EntityRow"),
)
def entities() -> Response:
    """List the entities in being on ``date``; one without a certain place has no point."""
    loaded, day = current(), parameters.as_of()
    reach = Reach(loaded.lookup, loaded.planner.entities.relations, day)
    chosen = choose_entities(loaded.planner.entities, _wanted(loaded), reach, day)

    def cut(part: slice) -> list[Body]:
        return [_row(loaded, loaded.planner.entities.entities[n]) for n in chosen.positions[part].tolist()]

    return answer(Rows("EntityRow", len(chosen), cut, day, _points))


def _wanted(loaded: LoadedSnapshot) -> EntityFilter:
    kind, known = request.args.get("kind", ""), loaded.planner.entities.kinds
    if kind and kind not in known:
        raise InvalidInputError(
            f"kind={kind[:40]!r} is unknown: use one of {', '.join(known)}",
            f"Parametr kind ma wartość „{kind[:40]}”; możliwe są: {', '.join(known)}.",
        )
    region, powiat = parameters.voivodeship(), parameters.powiat()
    kinds = (kind,) if kind else ()
    return EntityFilter(kinds=kinds, voivodeship=region, powiat=powiat, text=parameters.query())


def _row(loaded: LoadedSnapshot, entity: Entity) -> Body:
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
