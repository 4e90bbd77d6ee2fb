"""The collection of entities, answered from columns: a feature is made when it is shown."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import orjson
import shapely

from ses_map.entities import POINTS, Entities, Flags, matching
from ses_map.errors import NotFoundError
from ses_map.geojson import DECIMALS
from ses_map.web.publish.ogc.collection import Collection, Row
from ses_map.web.publish.ogc.items_query import ItemsQuery, Period
from ses_map.web.publish.ogc.rows import of_entity
from ses_map.web.publish.ogc.shapes import Box
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: Properties that are a coded column of the same name; an empty text there is no value.
_CODED = ("operator", "voivodeship", "powiat", "gmina", "town", "postcode", "source_url", "source_title", "source_date")
#: Coded columns, and one of texts, in which every text is a value.
_WHOLE = ("kind", "status_ps")
_TEXTS = ("name", "street", "website", "activity")


class EntityFeatures:
    """All entities as features, in the order of the registry; the day changes none of them.

    Parameters
    ----------
    loaded : LoadedSnapshot
        The snapshot.
    collection : Collection
        What the features are.
    """

    def __init__(self, loaded: LoadedSnapshot, collection: Collection) -> None:
        self.collection = collection
        self._loaded, self._spots = loaded, loaded.spots
        self._entities: Entities = loaded.spots.entities
        self._lon, self._lat = (np.round(v, DECIMALS) for v in (self._spots.lon, self._spots.lat))

    def __len__(self) -> int:
        """Return the number of features."""
        return len(self._entities)

    def number(self, code: str) -> int:
        """Return the number of a feature.

        Raises
        ------
        NotFoundError
            When none has the id.
        """
        row = self._entities.by_id.row(code)
        if row < 0:
            raise NotFoundError(
                f"no feature of {self.collection.id} has the id {code[:60]!r}",
                f"W kolekcji „{self.collection.title}” nie ma obiektu „{code[:60]}”.",
            )
        return row

    def row(self, number: int) -> Row:
        """Return the properties of a feature."""
        return of_entity(self._loaded, self._entities[number], self._spots.at(number))

    def matching(self, question: ItemsQuery) -> Sequence[int]:
        """Return the numbers of the features that everything asked applies to, in the order of the collection."""
        if question.boxes is None and not question.values and question.period is None:
            return range(len(self))
        found = np.ones(len(self), dtype=np.bool_)
        if question.boxes is not None:
            found &= self._within(question.boxes)
        if question.period:
            found &= self._lived(question.period)
        for name, value in question.values:
            found &= self._has(name, value, found)
        numbers: list[int] = np.flatnonzero(found).tolist()
        return numbers

    def _within(self, boxes: Sequence[Box]) -> Flags:
        found = np.zeros(len(self), dtype=np.bool_)
        for west, south, east, north in boxes:
            found |= (west <= self._lon) & (self._lon <= east) & (south <= self._lat) & (self._lat <= north)
        return found

    def _lived(self, period: Period) -> Flags:
        first, last = ((d or bound).toordinal() for d, bound in ((period.start, date.min), (period.end, date.max)))
        found: Flags = (self._entities.ordinals("valid_from") <= last) & (self._entities.ordinals("valid_to") >= first)
        return found

    def _has(self, name: str, value: Any, among: Flags) -> Flags:
        """Return for each feature whether a property has a value."""
        columns = self._entities
        if name in _CODED or name in _WHOLE:
            return matching(columns, name, [v == value and (v != "" or name in _WHOLE) for v in columns.values(name)])
        if name == "voivodeship_name":
            areas = self._loaded.snapshot.names.voivodeships
            names = [areas[v].name if v in areas else None for v in columns.values("voivodeship")]
            return matching(columns, "voivodeship", [v == value for v in names])
        if name == "jobs":
            return _are(columns.number("jobs"), value if value >= 0 else None)
        if name == "is_own_point":
            return _are(self._spots.code, POINTS.index("own" if value else "town"))
        found = np.zeros(len(self), dtype=np.bool_)
        likely = columns.texts(name).equal(value) if name in _TEXTS else np.flatnonzero(among).tolist()
        found[[n for n in likely if self.row(n)[name] == value]] = True
        return found

    def written(self, number: int) -> dict[str, Any]:
        """Return a feature, its geometry already written."""
        shape = None
        if self._spots.at(number):
            shape = shapely.to_geojson(shapely.Point(self._lon.item(number), self._lat.item(number)))
        geometry = orjson.Fragment(shape or b"null")
        row = self.row(number)
        return {"type": "Feature", "id": self._entities.texts("id")[number], "geometry": geometry, "properties": row}

    @cached_property
    def begun(self) -> str | None:
        """First day that is known of any feature."""
        days = self._entities.number("valid_from")
        known = days[days > 0]
        return date.fromordinal(int(known.min())).isoformat() if len(known) else None

    @cached_property
    def extent(self) -> Box | None:
        """West, south, east, north of all of them; ``None`` where there are none."""
        if not len(self._spots):
            return None
        return tuple(float(f(v)) for f in (np.nanmin, np.nanmax) for v in (self._lon, self._lat))  # type: ignore[return-value]


def _are(column: Any, value: Any) -> Flags:
    found: Flags = np.equal(column, value) if value is not None else np.zeros(len(column), dtype=np.bool_)
    return found
