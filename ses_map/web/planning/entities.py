"""``/planowanie/podmioty``: entities on a map and in a list, by filters; ``/planowanie/podmiot/<id>``: one of them."""

from functools import partial
from typing import Any

import shapely
from flask import Response, request

from ses_map.entities import POINTS
from ses_map.errors import InvalidInputError
from ses_map.maps.signs import SIGNS, Placed, draw_counts, draw_entities, sign_of
from ses_map.model import Entity
from ses_map.planning.entities import Chosen, EntityFilter, choose_entities, entity_table
from ses_map.planning.kinds import entity_kind
from ses_map.planning.relations import Reach
from ses_map.pyramid.tiles import Pyramid
from ses_map.web.http import parameters, tiles
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.state.entity_points import join_features
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import language

#: Entities on one page of the list.
PAGE = 50
#: Signs in a picture; more entities are drawn as counts.
MOST_SIGNS = 2000

#: Values of ``relacja``, ``status`` and ``punkt`` → what they mean for a filter, and in words.
_RELATIONS = {
    "operator": ("operator", "źródło podaje, kto prowadzi"),
    "zalozyciele": ("founders", "źródło podaje założycieli"),
    "osrodek": ("centre", "prowadzi go operator lub partner OWES"),
    "poza": ("outside", "leży poza obszarem OWES, z którym jest związany"),
}
_STATUSES = {"tak": ("yes", "tak"), "nieznany": ("unknown", "nieznany")}
_POINTS = {
    "wlasny": ("own", "punkt podany w źródle"),
    "miejscowosc": ("town", "środek miejscowości"),
    "brak": ("none", "bez pewnego miejsca"),
}
_CHOICES = {"relacja": _RELATIONS, "status": _STATUSES, "punkt": _POINTS}


@blueprint.get("/podmioty")
def entities() -> str | Response:
    """List entities by filters, beside a map of them."""
    loaded, wanted = current(), _wanted()
    reach = _reach(loaded)
    chosen = choose_entities(loaded.planner.entities, wanted, reach, parameters.as_of())
    table = entity_table(chosen, loaded.planner.entities, reach, loaded.snapshot.names)
    shapes, picture = partial(_shapes, loaded, chosen), partial(_draw, loaded, wanted, chosen)
    return shown("entities", table, shapes=shapes, picture=picture, **_list(loaded, wanted, chosen))


@blueprint.get("/podmioty.geojson")
def entity_points() -> Response:
    """Return the entities of the same filters as points, as compact as a map needs them."""
    loaded = current()
    chosen = choose_entities(loaded.planner.entities, _wanted(), _reach(loaded), parameters.as_of())
    features = loaded.publishing.features
    return Response(join_features(features[n] for n in chosen.positions.tolist()), mimetype="application/geo+json")


@blueprint.get("/kafelki/<z>/<x>/<y>.json")
def entity_tile(z: str, x: str, y: str) -> Response:
    """Return a tile of the map of the same filters, made now."""
    loaded, place = current(), tiles.address(z, x, y)
    return Response(_pyramid(loaded, _wanted()).tile(*place), mimetype="application/json")


@blueprint.get("/podmioty.svg")
def entity_picture() -> Response:
    """Draw the entities of the same filters as a picture."""
    loaded, wanted = current(), _wanted()
    chosen = choose_entities(loaded.planner.entities, wanted, _reach(loaded), parameters.as_of())
    return Response(_draw(loaded, wanted, chosen), mimetype="image/svg+xml")


@blueprint.get("/podmiot/<entity_id>")
def entity(entity_id: str) -> str | Response:
    """Show one entity: what it is, where, who serves the place, whom it belongs with, and the source."""
    loaded = current()
    found = loaded.planner.entities.entity(entity_id)
    reach = _reach(loaded)
    table = entity_table([found], loaded.planner.entities, reach, loaded.snapshot.names)
    return shown("entity", table, shapes=lambda: _shapes(loaded, [found]), **_facts(loaded, found, reach))


def _reach(loaded: LoadedSnapshot) -> Reach:
    return Reach(loaded.lookup, loaded.planner.entities.relations, parameters.as_of())


def _pyramid(loaded: LoadedSnapshot, wanted: EntityFilter) -> Pyramid:
    day = parameters.as_of()

    def make() -> Pyramid:
        chosen = choose_entities(loaded.planner.entities, wanted, _reach(loaded), day)
        return Pyramid(loaded.planner.dots.only(chosen.positions))

    return loaded.planner.pyramids.get((wanted, day), make)


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


def _page(last: int) -> int:
    text = request.args.get("strona", "") or "1"
    if text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= last:
        return int(text)
    raise InvalidInputError(
        f"strona={text[:20]!r} is no page of this list: it has {last}",
        f"Nie ma strony „{text[:20]}” tej listy; podaj liczbę od 1 do {last}.",
    )


def _shapes(loaded: LoadedSnapshot, chosen: Chosen | list[Entity]) -> dict[str, Any]:
    index = loaded.planner.entities
    rows = chosen.rows.tolist() if isinstance(chosen, Chosen) else [index.by_id.row(e.id) for e in chosen]
    spots = ((index.columns.text("id", row), index.points.at(row)) for row in rows)
    return {code: shapely.Point(spot.lon, spot.lat) for code, spot in spots if spot}


def _draw(loaded: LoadedSnapshot, wanted: EntityFilter, chosen: Chosen) -> str:
    region = wanted.voivodeship or wanted.powiat[:2]
    layer, towns = loaded.citizen.pictures.layer(region), loaded.citizen.pictures.seats(region)
    if len(chosen) > MOST_SIGNS:
        return draw_counts(layer, *_pyramid(loaded, wanted).groups(7 if region else 5), towns)
    index = loaded.planner.entities
    listed = ((row, index.points.at(row)) for row in chosen.rows.tolist())
    placed = [
        Placed(spot.lat, spot.lon, index.columns.text("kind", row), index.columns.text("name", row))
        for row, spot in listed
        if spot
    ]
    return draw_entities(layer, placed, towns)


def _list(loaded: LoadedSnapshot, wanted: EntityFilter, chosen: Chosen) -> dict[str, Any]:
    """Return what the page of the list shows beside the table."""
    last = max(1, -(-len(chosen) // PAGE))
    page = _page(last)
    asked = [(k, v) for k, v in request.args.items(multi=True) if v and k not in ("strona", "format")]
    index = loaded.planner.entities
    area = loaded.snapshot.names.voivodeships.get(wanted.voivodeship or wanted.powiat[:2])
    return {
        "wanted": wanted,
        "chosen": chosen,
        "first": (page - 1) * PAGE,
        "size": PAGE,
        "page": page,
        "last": last,
        "kept": asked,
        "kinds": [(k, entity_kind(k), sign_of(k)) for k in _in_order(index.kinds)],
        "spheres": index.spheres,
        "clusters": list(index.clusters.values()),
        "choices": {name: [(v, said) for v, (_, said) in known.items()] for name, known in _CHOICES.items()},
        "powiaty": [p for p in loaded.snapshot.registry.powiaty if area and p.teryt.startswith(area.teryt)],
        "tiles": tiles.source(loaded, wanted == EntityFilter(), parameters.as_of()),
        "strayed": parameters.voivodeship() and parameters.powiat() and not wanted.powiat,
        "point_counts": {name: chosen.points.get(name, 0) for name in POINTS},
        **_chart(loaded, area.slug if area else "polska"),
    }


def _in_order(kinds: tuple[str, ...]) -> list[str]:
    """Put the kinds in the order of the legend; those without a sign of their own come last."""
    known = list(SIGNS)
    return sorted(kinds, key=lambda k: (known.index(k) if k in SIGNS else len(known), k))


def _chart(loaded: LoadedSnapshot, slug: str) -> dict[str, Any]:
    day = parameters.as_of()
    picture = f"/mapa/{slug}.svg?date={day.isoformat()}&lang={language()}"
    return {"chart": loaded.citizen.chart(slug, day), "still": picture}


def _facts(loaded: LoadedSnapshot, found: Entity, reach: Reach) -> dict[str, Any]:
    """Return what the page of an entity shows."""
    index, names = loaded.planner.entities, loaded.snapshot.names
    relations = index.relations
    area = names.voivodeships[found.voivodeship]
    return {
        "entity": found,
        "kind": entity_kind(found.kind),
        "sign": sign_of(found.kind),
        "area": area,
        "powiat": names.powiaty.get(found.powiat),
        "coverage": reach.coverage(found),
        "outside": reach.outside(found),
        "ties": relations.ties(found),
        "operator": relations.operator(found),
        "founders": relations.founders(found),
        "founded": relations.founded(found),
        "runs": relations.runs(found),
        "centres_run": relations.centres_run(found),
        "clusters": [index.clusters[c] for c in found.clusters if c in index.clusters],
        "spot": index.points.get(found.id),
        **_chart(loaded, area.slug),
    }
