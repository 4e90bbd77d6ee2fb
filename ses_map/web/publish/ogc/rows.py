"""Rows of each collection: properties as plain simple values; several values are one text, joined by ``; ``."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ses_map.datasets import CENTRES, ENTITIES
from ses_map.entities import Spot
from ses_map.lookup import contact
from ses_map.model import Centre, Entity
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.ogc.collection import Row, Rows
from ses_map.web.publish.stored import ogc_columns, ogc_row
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: Seventh digit of the code of a gmina → what it means.
_GMINA_KINDS = {"1": "miejska", "2": "wiejska", "3": "miejsko-wiejska"}


def gminy(edition: LoadedSnapshot, day: date) -> Rows:
    """List the gminas of the register, and polygons of the base layer that it lacks."""
    known = edition.snapshot.names.gminy
    return {code: _gmina(edition, code, day) for code in sorted({*known, *edition.snapshot.gminy.codes})}


def _gmina(edition: LoadedSnapshot, code: str, day: date) -> Row:
    names = edition.snapshot.names
    gmina, powiat = names.gminy.get(code), names.powiaty.get(code[:4])
    return {
        "teryt": code,
        "name": names.name(code, day),
        "kind": _GMINA_KINDS.get(gmina.kind) if gmina else None,
        "powiat": code[:4],
        "powiat_name": powiat.full_name if powiat else None,
        **_voivodeship(edition, code[:2]),
        "population": gmina.population if gmina else None,
        "area_km2": gmina.area_km2 if gmina else None,
        **_served(edition, code, day),
    }


def powiaty(edition: LoadedSnapshot, day: date) -> Rows:
    """List the powiats and the cities with their rights."""
    return {p.teryt: _powiat(edition, p.teryt, day) for p in edition.snapshot.registry.powiaty}


def _powiat(edition: LoadedSnapshot, code: str, day: date) -> Row:
    powiat = edition.snapshot.names.powiaty[code]
    return {
        "teryt": code,
        "name": edition.snapshot.names.name(code, day),
        "is_city": powiat.is_city,
        "seat": powiat.seat or None,
        "nuts3": powiat.nuts3 or None,
        **_voivodeship(edition, code[:2]),
        "population": powiat.population,
        "area_km2": powiat.area_km2,
        **_served(edition, code, day),
    }


def _voivodeship(edition: LoadedSnapshot, code: str) -> Row:
    area = edition.snapshot.names.voivodeships.get(code)
    return {"voivodeship": code or None, "voivodeship_name": area.name if area else None}


def _served(edition: LoadedSnapshot, code: str, day: date) -> Row:
    coverage = edition.lookup.claims.on(code, day)
    return {
        "outcome": coverage.outcome.value,
        "reason": coverage.reason.value if coverage.reason else None,
        "centres": _joined(s.centre_id for s in coverage.serving),
    }


def wojewodztwa(edition: LoadedSnapshot, day: date) -> Rows:
    """List the voivodeships."""
    return {v.teryt: _region(edition, v.teryt) for v in edition.snapshot.registry.voivodeships}


def _region(edition: LoadedSnapshot, code: str) -> Row:
    area, coordinator = edition.snapshot.names.voivodeships[code], edition.coordinators.get(code)
    own = [p for p in edition.snapshot.registry.powiaty if p.teryt.startswith(code)]
    return {
        "teryt": code,
        "name": area.name,
        "slug": area.slug,
        "population": sum(p.population for p in own),
        "area_km2": round(sum(p.area_km2 for p in own), 2),
        "coordinator": coordinator.name or None if coordinator else None,
        "coordinator_url": coordinator.website or None if coordinator else None,
    }


def subregiony(edition: LoadedSnapshot, day: date) -> Rows:
    """List the subregions that the sources of the day name."""
    return {row["id"]: _subregion(edition, row) for row in api_rows.areas(edition, "subregion", "", day)}


def _subregion(edition: LoadedSnapshot, row: Row) -> Row:
    centre = edition.centres[row["centre"]]
    told = {"name": row["name"], "centre": centre.id, "centre_name": centre.name}
    return {**told, **_voivodeship(edition, centre.voivodeship), "units": _joined(row["units"])}


def obszary(edition: LoadedSnapshot, day: date) -> Rows:
    """List the centres that serve some unit on the day."""
    found = [row for row in api_rows.areas(edition, "centre", "", day) if row["units"]]
    return {row["id"]: _area(edition, row, day) for row in found}


def _area(edition: LoadedSnapshot, row: Row, day: date) -> Row:
    centre = edition.centres[row["id"]]
    told = {"centre": centre.id, "name": centre.name, "operator": centre.operator or None}
    website = centre.contact_on(day).website or None
    own = {"website": website, "unit_count": len(row["units"]), "units": _joined(row["units"])}
    return {**told, **_voivodeship(edition, centre.voivodeship), **own}


def osrodki(edition: LoadedSnapshot, day: date) -> Rows:
    """List the centres."""
    return {c.id: _centre(edition, c, day) for c in edition.snapshot.registry.centres}


def _centre(edition: LoadedSnapshot, centre: Centre, day: date) -> Row:
    instead = {
        "voivodeship": _voivodeship(edition, centre.voivodeship),
        "website": contact(centre.contact_on(day)),
    }
    return ogc_row(ogc_columns(CENTRES), centre, instead)


def podmioty(edition: LoadedSnapshot, day: date) -> Rows:
    """List the entities."""
    return {e.id: of_entity(edition, e, edition.spots.get(e.id)) for e in edition.snapshot.registry.entities}


def of_entity(edition: LoadedSnapshot, entity: Entity, spot: Spot | None) -> Row:
    """Return the properties of one entity."""
    instead = {"voivodeship": _voivodeship(edition, entity.voivodeship)}
    return {**ogc_row(ogc_columns(ENTITIES), entity, instead), "is_own_point": spot.is_own if spot else None}


def _joined(values: Iterable[Any]) -> str | None:
    return "; ".join(map(str, values)) or None
