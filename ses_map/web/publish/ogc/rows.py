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


def gminy(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the gminas of the register, and polygons of the base layer that it lacks."""
    known = loaded.snapshot.names.gminy
    return {code: _gmina(loaded, code, day) for code in sorted({*known, *loaded.snapshot.gminy.codes})}


def _gmina(loaded: LoadedSnapshot, code: str, day: date) -> Row:
    names = loaded.snapshot.names
    gmina, powiat = names.gminy.get(code), names.powiaty.get(code[:4])
    return {
        "teryt": code,
        "name": names.name(code, day),
        "kind": _GMINA_KINDS.get(gmina.kind) if gmina else None,
        "powiat": code[:4],
        "powiat_name": powiat.full_name if powiat else None,
        **_voivodeship(loaded, code[:2]),
        "population": gmina.population if gmina else None,
        "area_km2": gmina.area_km2 if gmina else None,
        **_served(loaded, code, day),
    }


def powiaty(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the powiats and the cities with their rights."""
    return {p.teryt: _powiat(loaded, p.teryt, day) for p in loaded.snapshot.registry.powiaty}


def _powiat(loaded: LoadedSnapshot, code: str, day: date) -> Row:
    powiat = loaded.snapshot.names.powiaty[code]
    return {
        "teryt": code,
        "name": loaded.snapshot.names.name(code, day),
        "is_city": powiat.is_city,
        "seat": powiat.seat or None,
        "nuts3": powiat.nuts3 or None,
        **_voivodeship(loaded, code[:2]),
        "population": powiat.population,
        "area_km2": powiat.area_km2,
        **_served(loaded, code, day),
    }


def _voivodeship(loaded: LoadedSnapshot, code: str) -> Row:
    area = loaded.snapshot.names.voivodeships.get(code)
    return {"voivodeship": code or None, "voivodeship_name": area.name if area else None}


def _served(loaded: LoadedSnapshot, code: str, day: date) -> Row:
    coverage = loaded.lookup.claims.on(code, day)
    return {
        "outcome": coverage.outcome.value,
        "reason": coverage.reason.value if coverage.reason else None,
        "centres": _joined(s.centre_id for s in coverage.serving),
    }


def wojewodztwa(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the voivodeships."""
    return {v.teryt: _region(loaded, v.teryt) for v in loaded.snapshot.registry.voivodeships}


def _region(loaded: LoadedSnapshot, code: str) -> Row:
    area, coordinator = loaded.snapshot.names.voivodeships[code], loaded.coordinators.get(code)
    own = [p for p in loaded.snapshot.registry.powiaty if p.teryt.startswith(code)]
    return {
        "teryt": code,
        "name": area.name,
        "slug": area.slug,
        "population": sum(p.population for p in own),
        "area_km2": round(sum(p.area_km2 for p in own), 2),
        "coordinator": coordinator.name or None if coordinator else None,
        "coordinator_url": coordinator.website or None if coordinator else None,
    }


def subregiony(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the subregions that the sources of the day name."""
    return {row["id"]: _subregion(loaded, row) for row in api_rows.areas(loaded, "subregion", "", day)}


def _subregion(loaded: LoadedSnapshot, row: Row) -> Row:
    centre = loaded.centres[row["centre"]]
    told = {"name": row["name"], "centre": centre.id, "centre_name": centre.name}
    return {**told, **_voivodeship(loaded, centre.voivodeship), "units": _joined(row["units"])}


def obszary(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the centres that serve some unit on the day."""
    found = [row for row in api_rows.areas(loaded, "centre", "", day) if row["units"]]
    return {row["id"]: _area(loaded, row, day) for row in found}


def _area(loaded: LoadedSnapshot, row: Row, day: date) -> Row:
    centre = loaded.centres[row["id"]]
    told = {"centre": centre.id, "name": centre.name, "operator": centre.operator or None}
    website = centre.contact_on(day).website or None
    own = {"website": website, "unit_count": len(row["units"]), "units": _joined(row["units"])}
    return {**told, **_voivodeship(loaded, centre.voivodeship), **own}


def osrodki(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the centres."""
    return {c.id: _centre(loaded, c, day) for c in loaded.snapshot.registry.centres}


def _centre(loaded: LoadedSnapshot, centre: Centre, day: date) -> Row:
    instead = {
        "voivodeship": _voivodeship(loaded, centre.voivodeship),
        "website": contact(centre.contact_on(day)),
    }
    return ogc_row(ogc_columns(CENTRES), centre, instead)


def podmioty(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the entities."""
    return {e.id: of_entity(loaded, e, loaded.spots.get(e.id)) for e in loaded.snapshot.registry.entities}


def of_entity(loaded: LoadedSnapshot, entity: Entity, spot: Spot | None) -> Row:
    """Return the properties of one entity."""
    instead = {"voivodeship": _voivodeship(loaded, entity.voivodeship)}
    return {**ogc_row(ogc_columns(ENTITIES), entity, instead), "is_own_point": spot.is_own if spot else None}


def _joined(values: Iterable[Any]) -> str | None:
    return "; ".join(map(str, values)) or None
