"""The programme of a study visit as a table, and the entities that one can be made of."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ses_map.entities import Listed, as_columns, having, matching, with_value
from ses_map.model import Entity, Names
from ses_map.planning.kinds import entity_kind
from ses_map.planning.table import Column, Table
from ses_map.planning.visit import Stop
from ses_map.spelling import fold

_COLUMNS = (
    Column("number", "Nr", "kolejność w programie", 0),
    Column("id", "Identyfikator", "identyfikator podmiotu w rejestrze"),
    Column("name", "Podmiot", "nazwa ze źródła"),
    Column("kind", "Rodzaj", "rodzaj podmiotu"),
    Column("operator", "Prowadzi", "kto prowadzi podmiot, według źródła"),
    Column("founders", "Założyciele", "kto założył podmiot, według źródła"),
    Column("town", "Miejscowość", "miejscowość ze źródła"),
    Column("powiat", "Powiat", "nazwa powiatu albo miasta na prawach powiatu"),
    Column("website", "Strona", "adres strony podmiotu"),
    Column("place", "Położenie", "skąd wiadomo, gdzie podmiot stoi: własny punkt ze źródła albo środek miejscowości"),
    Column("lat", "Szerokość", "stopnie, WGS 84", 5),
    Column("lon", "Długość", "stopnie, WGS 84", 5),
    Column(
        "distance_km",
        "Od poprzedniego, km",
        "linia prosta (geodezyjna na elipsoidzie WGS 84) od poprzedniego przystanku, nie droga; puste: brak danych",
        1,
    ),
    Column("remark", "Uwagi", "czego o odcinku albo przystanku nie wiadomo"),
    Column("source_title", "Źródło", "tytuł źródła wiersza rejestru"),
    Column("source_url", "Adres źródła", "adres źródła wiersza rejestru"),
    Column("source_date", "Data źródła", "data źródła wiersza rejestru"),
)


def programme_table(stops: Sequence[Stop], names: Names) -> Table:
    """List the stops of a visit, with everything that its programme says."""
    return Table("wizyta", "Program wizyty studyjnej", _COLUMNS, [_row(s, names) for s in stops], key="id")


def _row(stop: Stop, names: Names) -> dict[str, Any]:
    entity, place = stop.entity, stop.place
    powiat = names.powiaty.get(entity.powiat)
    return {
        "number": stop.number,
        "id": entity.id,
        "name": entity.name,
        "kind": entity_kind(entity.kind),
        "operator": entity.operator,
        "founders": "; ".join(entity.founders),
        "town": entity.town,
        "powiat": powiat.full_name if powiat else "",
        "website": entity.website,
        "place": ("własny punkt" if place.is_own else "środek miejscowości") if place else "bez pewnego miejsca",
        "lat": round(place.lat, 5) if place else None,
        "lon": round(place.lon, 5) if place else None,
        "distance_km": None if stop.distance_km is None else round(stop.distance_km, 1),
        "remark": "; ".join(remarks(stop)),
        "source_title": entity.source.title,
        "source_url": entity.source.url,
        "source_date": entity.source.date,
    }


def remarks(stop: Stop) -> list[str]:
    """Describe what is special about a stop: no certain place, the same town, the same entity again."""
    found = []
    if stop.place is None:
        found.append("bez pewnego miejsca, bez odległości")
    if stop.is_same_town:
        found.append("w tej samej miejscowości co poprzedni, odległości nie znamy")
    if stop.again:
        found.append(f"ten sam podmiot co przystanek {stop.again}")
    return found


class Chooser:
    """Finds entities by words of their name, town, operator and founders."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = as_columns(entities)
        self.by_id = self._entities.by_id

    def find(self, text: str, voivodeship: str = "") -> Listed:
        """List the entities that have every word of a text, in the order of the Polish alphabet.

        Parameters
        ----------
        text : str
            Words or beginnings of words; case and Polish signs do not matter.
        """
        found = np.ones(len(self._entities), dtype=np.bool_)
        if voivodeship:
            found &= with_value(self._entities, "voivodeship", voivodeship)
        kinds = [f" {fold(entity_kind(kind))}" for kind in self._entities.values("kind")]
        for word in fold(text).split():
            found &= having(self._entities, word, at_start=True) | matching(
                self._entities, "kind", [f" {word}" in kind for kind in kinds]
            )
        order = self._entities.stable_order
        return Listed(self._entities, order[found[order]])
