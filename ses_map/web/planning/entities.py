"""``/planowanie/podmioty``: entities on a map and in a list, by filters; ``/planowanie/podmiot/<id>``: one of them."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import shapely
from flask import Response, request

from ses_map.entities import POINTS
from ses_map.errors import InvalidInputError
from ses_map.maps.signs import Placed, draw_counts, draw_entities, sign_of
from ses_map.planning.entities import Chosen, EntityFilter, choose_entities, entity_table
from ses_map.planning.relations import Reach
from ses_map.pyramid.tiles import Pyramid
from ses_map.vocabulary import ENTITY_KINDS, entity_kind
from ses_map.web.file_formats.export import Export
from ses_map.web.http import parameters, tiles
from ses_map.web.http.links import picture_url
from ses_map.web.planning.frame import blueprint, file_context, page_number, shown
from ses_map.web.state.snapshot_holder import current

#: Entities on one page of the list.
PAGE = 50
#: Signs in a picture; more entities are drawn as counts.
MOST_SIGNS = 2000

#: Values of ``relacja``, ``status`` and ``punkt`` → what they mean for a filter, and in words.
_CHOICES = {
    "relacja": {
        "operator": ("operator", "źródło podaje, kto prowadzi"),
        "zalozyciele": ("founders", "źródło podaje założycieli"),
        "osrodek": ("centre", "prowadzi go operator lub partner OWES"),
        "poza": ("outside", "leży poza obszarem OWES, z którym jest związany"),
    },
    "status": {"tak": ("yes", "tak"), "nieznany": ("unknown", "nieznany")},
    "punkt": {
        "wlasny": ("own", "punkt podany w źródle"),
        "miejscowosc": ("town", "środek miejscowości"),
        "brak": ("none", "bez pewnego miejsca"),
    },
}


@blueprint.get("/podmioty")
@blueprint.get("/podmioty.svg")
def entities() -> str | Response:
    """List entities by filters, beside a map of them; the map alone at ``.svg``."""
    loaded, wanted = current(), _wanted()
    chosen, reach = _choose(wanted), _reach()
    export = Export(
        entity_table(chosen, loaded.planner.entities, reach, loaded.snapshot.names),
        *file_context(),
        shapes=lambda: _shapes(chosen.rows.tolist()),
        picture=partial(_draw, wanted, chosen),
    )
    return shown("entities", export, **_list(wanted, chosen))


@blueprint.get("/podmioty.geojson")
def entity_points() -> Response:
    """Return the entities of the same filters as points, as compact as a map needs them."""
    points = current().publishing.points(_choose(_wanted()).positions.tolist())
    return Response(points, mimetype="application/geo+json")


@blueprint.get("/kafelki/<z>/<x>/<y>.json")
def entity_tile(z: str, x: str, y: str) -> Response:
    """Return a tile of the map of the same filters, made now."""
    place = tiles.address(z, x, y)
    return Response(_pyramid(_wanted()).tile(*place), mimetype="application/json")


@blueprint.get("/podmiot/<entity_id>")
def entity(entity_id: str) -> str | Response:
    """Show one entity: what it is, where, who serves the place, whom it belongs with, and the source."""
    index, names, reach = current().planner.entities, current().snapshot.names, _reach()
    found = index.entity(entity_id)
    export = Export(
        entity_table([found], index, reach, names),
        *file_context(),
        shapes=partial(_shapes, [index.by_id.row(entity_id)]),
    )
    area = names.voivodeships[found.voivodeship]
    return shown(
        "entity",
        export,
        entity=found,
        kind=entity_kind(found.kind),
        sign=sign_of(found.kind),
        area=area,
        powiat=names.powiaty.get(found.powiat),
        coverage=reach.coverage(found),
        outside=reach.outside(found),
        relations=index.relations,
        clusters=[index.clusters[c] for c in found.clusters if c in index.clusters],
        spot=index.points.get(found.id),
        chart=current().citizen.chart(area.slug, parameters.as_of()),
        picture=picture_url(area.slug, found.powiat),
    )


def _reach() -> Reach:
    return Reach(current().lookup, current().planner.entities.relations, parameters.as_of())


def _choose(wanted: EntityFilter) -> Chosen:
    return choose_entities(current().planner.entities, wanted, _reach(), parameters.as_of())


def _pyramid(wanted: EntityFilter) -> Pyramid:
    planner, key = current().planner, (wanted, parameters.as_of())
    return planner.pyramids.get(key, lambda: Pyramid(planner.dots.only(_choose(wanted).positions)))


def _wanted() -> EntityFilter:
    """Read the filters.

    Raises
    ------
    InvalidInputError
        When one has a value that nothing can have.
    """
    index, region = current().planner.entities, parameters.voivodeship()
    powiat = parameters.powiat()
    return EntityFilter(
        kinds=tuple(_known("rodzaj", kind, index.kinds) for kind in request.args.getlist("rodzaj") if kind),
        sphere=_known("sfera", request.args.get("sfera", ""), index.spheres),
        cluster=_known("klaster", request.args.get("klaster", ""), index.clusters),
        relation=_choice("relacja"),
        status_ps=_choice("status"),
        point=_choice("punkt"),
        voivodeship=region,
        powiat=powiat if powiat.startswith(region) else "",
        text=parameters.query(),
    )


def _choice(name: str) -> str:
    value = _known(name, request.args.get(name, ""), _CHOICES[name])
    return _CHOICES[name][value][0] if value else ""


def _known(name: str, value: str, known: Any) -> str:
    if not value or value in known:
        return value
    raise InvalidInputError(
        f"{name}={value[:40]!r} is unknown: choose a value of the form at /planowanie/podmioty",
        f"Parametr {name} ma nieznaną wartość „{value[:40]}”; wybierz ją z formularza na stronie podmiotów.",
    )


def _shapes(rows: Iterable[int]) -> dict[str, Any]:
    index = current().planner.entities
    spots = ((index.columns.text("id", row), index.points.at(row)) for row in rows)
    return {code: shapely.Point(spot.lon, spot.lat) for code, spot in spots if spot}


def _draw(wanted: EntityFilter, chosen: Chosen) -> str:
    index, pictures = current().planner.entities, current().citizen.pictures
    region = wanted.voivodeship or wanted.powiat[:2]
    layer, towns = pictures.layer(region), pictures.seats(region)
    if len(chosen) > MOST_SIGNS:
        return draw_counts(layer, *_pyramid(wanted).groups(7 if region else 5), towns)
    listed = ((row, index.points.at(row)) for row in chosen.rows.tolist())
    placed = [
        Placed(spot.lat, spot.lon, index.columns.text("kind", row), index.columns.text("name", row))
        for row, spot in listed
        if spot
    ]
    return draw_entities(layer, placed, towns)


def _list(wanted: EntityFilter, chosen: Chosen) -> dict[str, Any]:
    """Return what the page of the list shows beside the table."""
    loaded, index, day = current(), current().planner.entities, parameters.as_of()
    last = max(1, -(-len(chosen) // PAGE))
    page = page_number(last)
    kinds = [*(k for k in ENTITY_KINDS if k in index.kinds), *sorted({*index.kinds} - ENTITY_KINDS.keys())]
    area = loaded.snapshot.names.voivodeships.get(wanted.voivodeship or wanted.powiat[:2])
    return {
        "wanted": wanted,
        "chosen": chosen,
        "first": (page - 1) * PAGE,
        "size": PAGE,
        "page": page,
        "last": last,
        "kept": [(k, v) for k, v in request.args.items(multi=True) if v and k not in ("strona", "format")],
        "kinds": [(k, entity_kind(k), sign_of(k)) for k in kinds],
        "spheres": index.spheres,
        "clusters": list(index.clusters.values()),
        "choices": {name: [(v, said) for v, (_, said) in known.items()] for name, known in _CHOICES.items()},
        "powiaty": [p for p in loaded.snapshot.registry.powiaty if area and p.teryt.startswith(area.teryt)],
        "tiles": tiles.source(loaded, wanted == EntityFilter(), day),
        "strayed": parameters.voivodeship() and parameters.powiat() and not wanted.powiat,
        "point_counts": {name: chosen.points.get(name, 0) for name in POINTS},
        "chart": loaded.citizen.chart(area.slug if area else "polska", day),
    }
