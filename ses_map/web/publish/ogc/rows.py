"""Properties of the features as plain simple values; several values are one text, joined by ``; ``.

A function here may give more than its collection publishes: the collection's declaration chooses and orders.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ses_map.datasets import CENTRES, ENTITIES, SEPARATOR
from ses_map.entities import Spot
from ses_map.lookup import contact
from ses_map.model import Entity
from ses_map.vocabulary import GMINA_KINDS
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.ogc.collection import Row, Rows
from ses_map.web.publish.stored import ogc_row
from ses_map.web.state.loaded_snapshot import LoadedSnapshot


def gminy(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the gminas of the register, and polygons of the base layer that it lacks."""
    codes = sorted({*loaded.snapshot.names.gminy, *loaded.snapshot.gminy.codes})
    return {code: _unit(loaded, code, day) for code in codes}


def powiaty(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the powiats and the cities with their rights."""
    return {p.teryt: _unit(loaded, p.teryt, day) for p in loaded.snapshot.registry.powiaty}


def _unit(loaded: LoadedSnapshot, code: str, day: date) -> Row:
    """Return what is known of a gmina (``kind`` is its own) or a powiat (``is_city``, ``seat`` and ``nuts3`` are)."""
    names, coverage = loaded.snapshot.names, loaded.lookup.claims.on(code, day)
    gmina, powiat = names.gminy.get(code), names.powiaty.get(code[:4])
    unit = gmina if len(code) > 4 else powiat
    return {
        "teryt": code,
        "name": names.name(code, day),
        "kind": GMINA_KINDS[gmina.kind].pl if gmina else None,
        "powiat": code[:4],
        "powiat_name": powiat.full_name if powiat else None,
        "is_city": powiat.is_city if powiat else None,
        "seat": powiat.seat or None if powiat else None,
        "nuts3": powiat.nuts3 or None if powiat else None,
        **_voivodeship(loaded, code[:2]),
        "population": unit.population if unit else None,
        "area_km2": unit.area_km2 if unit else None,
        "outcome": coverage.outcome.value,
        "reason": coverage.reason.value if coverage.reason else None,
        "centres": _joined(s.centre_id for s in coverage.serving),
    }


def _voivodeship(loaded: LoadedSnapshot, code: str) -> Row:
    area = loaded.snapshot.names.voivodeships.get(code)
    return {"voivodeship": code or None, "voivodeship_name": area.name if area else None}


def wojewodztwa(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the voivodeships with their coordinators."""
    found: dict[str, Row] = {}
    for row in api_rows.areas(loaded, "voivodeship", "", day):
        code, coordinator = row["teryt"], loaded.coordinators.get(row["teryt"])
        own: Row = {"slug": loaded.snapshot.names.voivodeships[code].slug}
        own["coordinator"] = coordinator.name or None if coordinator else None
        own["coordinator_url"] = coordinator.website or None if coordinator else None
        found[code] = row | own
    return found


def subregiony(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the subregions that the sources of the day name."""
    return {row["id"]: _area(loaded, row, day) for row in api_rows.areas(loaded, "subregion", "", day)}


def obszary(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the centres that serve some unit on the day."""
    found = [row for row in api_rows.areas(loaded, "centre", "", day) if row["units"]]
    return {row["id"]: _area(loaded, {**row, "centre": row["id"]}, day) for row in found}


def _area(loaded: LoadedSnapshot, row: Row, day: date) -> Row:
    """Return the area of a centre, whole or one subregion of it."""
    centre = loaded.centres[row["centre"]]
    return {
        "name": row["name"],
        "centre": centre.id,
        "centre_name": centre.name,
        "operator": centre.operator or None,
        **_voivodeship(loaded, centre.voivodeship),
        "website": centre.contact_on(day).website or None,
        "unit_count": len(row["units"]),
        "units": _joined(row["units"]),
    }


def osrodki(loaded: LoadedSnapshot, day: date) -> Rows:
    """List the centres."""
    centres = loaded.snapshot.registry.centres
    regions = {c.id: _voivodeship(loaded, c.voivodeship) for c in centres}
    return {c.id: ogc_row(CENTRES, c) | regions[c.id] | contact(c.contact_on(day)) for c in centres}


def of_entity(loaded: LoadedSnapshot, entity: Entity, spot: Spot | None) -> Row:
    """Return the properties of one entity."""
    region = _voivodeship(loaded, entity.voivodeship)
    return ogc_row(ENTITIES, entity) | region | {"is_own_point": spot.is_own if spot else None}


def _joined(values: Iterable[Any]) -> str | None:
    return SEPARATOR.join(map(str, values)) or None
