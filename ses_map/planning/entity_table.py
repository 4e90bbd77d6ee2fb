"""The table of entities: one row each, made when it is asked for, so that a page of fifty costs fifty."""

from collections.abc import Iterator, Sequence
from typing import Any, overload

from ses_map.model import Entity, Names
from ses_map.planning.entities import Chosen, EntityIndex
from ses_map.planning.kinds import entity_kind
from ses_map.planning.reach import Reach
from ses_map.planning.table import Column, Table

#: What a point on the map is.
POINT_NAMES = {"own": "punkt podany w źródle", "town": "środek miejscowości", "none": "bez pewnego miejsca"}

COLUMNS = (
    Column("id", "Identyfikator", "stały w kolejnych wydaniach danych; pod /planowanie/podmiot/ ma swoją stronę"),
    Column("name", "Podmiot", "nazwa według źródła"),
    Column("kind", "Rodzaj", "rodzaj podmiotu"),
    Column("status_ps", "Status PS", "status przedsiębiorstwa społecznego: tak, gdy mówi to źródło"),
    Column("operator", "Prowadzi", "kto prowadzi podmiot, według źródła"),
    Column("founders", "Założyciele", "osoby prawne, które założyły podmiot, według źródła"),
    Column("spheres", "Kluczowe sfery rozwoju", "nazwy według źródła"),
    Column("clusters", "Klastry", "nazwy klastrów, do których należy według źródła"),
    Column("jobs", "Osoby pracujące", "ile osób pracuje w podmiocie według źródła; puste: brak danych", 0),
    Column("activity", "Działalność", "opis według źródła"),
    Column("town", "Miejscowość", "siedziba według źródła"),
    Column("street", "Ulica", "adres według źródła"),
    Column("postcode", "Kod pocztowy", "według źródła"),
    Column("teryt", "TERYT powiatu", "kod powiatu, w którym jest siedziba; puste: nieustalony"),
    Column("powiat", "Powiat", "nazwa 1 stycznia 2026 r."),
    Column("voivodeship", "Województwo", "nazwa"),
    Column("centres", "OWES w tym dniu", "kto w dniu tabeli obsługuje to miejsce; puste: nikt albo brak danych"),
    Column("outside", "Poza obszarem", "ośrodek, z którym podmiot jest związany i który tego miejsca nie obsługuje"),
    Column("lat", "Szerokość", "stopnie, WGS 84 (EPSG:4326)", 5),
    Column("lon", "Długość", "stopnie, WGS 84 (EPSG:4326)", 5),
    Column("point", "Podstawa punktu", "punkt podany w źródle, środek miejscowości (GUGiK, PRNG) albo żaden"),
    Column("valid_from", "Od dnia", "pierwszy dzień działania według źródła"),
    Column("valid_to", "Do dnia", "ostatni dzień działania według źródła"),
    Column("source", "Źródło", "adres albo tytuł"),
    Column("source_date", "Data źródła", "rok, miesiąc albo dzień; puste: źródło bez daty"),
)


def entity_table(chosen: Sequence[Entity] | Chosen, index: EntityIndex, reach: Reach, names: Names) -> Table:
    """List entities; the rows are made when they are asked for, each time anew."""
    return Table("podmioty", "Podmioty ekonomii społecznej", COLUMNS, _Rows(chosen, index, reach, names), key="id")


class _Rows(Sequence[dict[str, Any]]):
    """Rows that are made one by one."""

    def __init__(self, chosen: Sequence[Entity] | Chosen, index: EntityIndex, reach: Reach, names: Names) -> None:
        self._chosen, self._index, self._reach, self._names = chosen, index, reach, names

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, number: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, number: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, number: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(number, slice):
            return [self._row(self._chosen[n]) for n in range(*number.indices(len(self)))]
        return self._row(self._chosen[number])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._row(self._chosen[n]) for n in range(len(self)))

    def _row(self, entity: Entity) -> dict[str, Any]:
        own = {c: getattr(entity, c) for c in ("id", "name", "operator", "activity", "town", "street", "postcode")}
        return own | self._nature(entity) | self._place(entity) | self._papers(entity)

    def _nature(self, entity: Entity) -> dict[str, Any]:
        known = self._index.clusters
        return {
            "kind": entity_kind(entity.kind),
            "kind_code": entity.kind,
            "status_ps": "tak" if entity.status_ps == "yes" else "nieznany",
            "founders": "; ".join(entity.founders),
            "spheres": "; ".join(entity.spheres),
            "clusters": "; ".join(known[c].name for c in entity.clusters if c in known),
            "jobs": entity.jobs,
        }

    def _place(self, entity: Entity) -> dict[str, Any]:
        names, coverage = self._names, self._reach.coverage(entity)
        powiat, area = names.powiaty.get(entity.powiat), names.voivodeships.get(entity.voivodeship)
        return {
            "teryt": entity.powiat,
            "powiat": powiat.full_name if powiat else "",
            "voivodeship": area.name if area else "",
            "centres": "; ".join(self._reach.name(s.centre_id) for s in coverage.serving) if coverage else "",
            "outside": "; ".join(t.centre.name for t in self._reach.outside(entity)),
            **self._point(entity),
        }

    def _point(self, entity: Entity) -> dict[str, Any]:
        point = self._index.points.get(entity.id)
        if point is None:
            return {"lat": None, "lon": None, "point": POINT_NAMES["none"]}
        said = POINT_NAMES["own" if point.is_own else "town"]
        return {"lat": round(point.lat, 5), "lon": round(point.lon, 5), "point": said}

    def _papers(self, entity: Entity) -> dict[str, Any]:
        return {
            "valid_from": entity.valid_from.isoformat() if entity.valid_from else "",
            "valid_to": entity.valid_to.isoformat() if entity.valid_to else "",
            "source": entity.source.url or entity.source.title,
            "source_date": entity.source.date,
        }
