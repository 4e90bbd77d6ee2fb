"""Features of a collection on a day, kept for the days asked about last: choosing among them is all a request does."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from ses_map.entities import POINTS, Flags, matching
from ses_map.errors import NotFoundError
from ses_map.web.publish.ogc.collection import Collection, Row, Rows
from ses_map.web.publish.ogc.items_query import ItemsQuery, Period
from ses_map.web.publish.ogc.rows import of_entity
from ses_map.web.publish.ogc.shapes import DrawnPoints, DrawnShapes
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: Properties of an entity that are a coded column of the same name; an empty text there is no value.
_CODED = ("operator", "voivodeship", "powiat", "gmina", "town", "postcode", "source_url", "source_title", "source_date")
#: Coded columns, and one of texts, in which every text is a value.
_WHOLE = ("kind", "status_ps")
_TEXTS = ("name", "street", "website", "activity")


class Features:
    """All features of one collection on one day.

    Parameters
    ----------
    collection : Collection
        What the features are.
    rows : mapping
        Id → properties, in the order of the features; what the collection does not declare is left out.
    drawn : DrawnShapes or DrawnPoints
        Their geometries.
    """

    def __init__(self, collection: Collection, rows: Rows, drawn: DrawnShapes | DrawnPoints) -> None:
        self.collection, self.drawn = collection, drawn
        self.ids: Sequence[str] = tuple(rows)
        self.rows = tuple(collection.published(row) for row in rows.values())

    def __len__(self) -> int:
        """Return the number of features."""
        return len(self.ids)

    def row(self, number: int) -> Row:
        """Return the properties of a feature."""
        return self.rows[number]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.ids)}

    def _find(self, code: str) -> int:
        """Return the number of a feature, -1 where none has the id."""
        return self._numbers.get(code, -1)

    def number(self, code: str) -> int:
        """Return the number of a feature.

        Raises
        ------
        NotFoundError
            When none has the id.
        """
        number = self._find(code)
        if number < 0:
            raise NotFoundError(
                f"no feature of {self.collection.id} has the id {code[:60]!r}",
                f"W kolekcji „{self.collection.title}” nie ma obiektu „{code[:60]}”.",
            )
        return number

    def matching(self, query: ItemsQuery) -> Sequence[int]:
        """Return the numbers of the features that everything asked applies to, in the order of the collection."""
        period = query.period if self.collection.is_dated else None
        if query.boxes is None and not query.values and period is None:
            return range(len(self))
        found = np.ones(len(self), dtype=np.bool_) if query.boxes is None else self.drawn.within(query.boxes)
        if period:
            found &= self._lasted_in(period)
        for name, value in query.values:
            found &= self._having(name, value, found)
        numbers: list[int] = np.flatnonzero(found).tolist()
        return numbers

    def _lasted_in(self, period: Period) -> Flags:
        """Return for each feature whether some of its days are in the period."""
        return np.array([period.meets(row["valid_from"], row["valid_to"]) for row in self.rows], dtype=np.bool_)

    def _having(self, name: str, value: Any, among: Flags) -> Flags:
        """Return for each feature whether a property has a value; only those among others need be right."""
        return np.array([row[name] == value for row in self.rows], dtype=np.bool_)

    @cached_property
    def begun(self) -> str | None:
        """First day that is known of any feature of a dated collection."""
        return min((row["valid_from"] for row in self.rows if row["valid_from"]), default=None)

    def written(self, number: int) -> dict[str, Any]:
        """Return a feature, its geometry already written."""
        geometry = self.drawn.written(number)
        return {"type": "Feature", "id": self.ids[number], "geometry": geometry, "properties": self.row(number)}


class EntityFeatures(Features):
    """All entities as features, in the order of the registry, answered from columns: a million of them stay small.

    A row is made when it is shown; the day changes none of them.
    """

    def __init__(self, loaded: LoadedSnapshot, collection: Collection) -> None:
        self._loaded, self._spots = loaded, loaded.spots
        self._entities = loaded.spots.entities
        super().__init__(collection, {}, DrawnPoints(self._spots.lon, self._spots.lat))
        self.ids = self._entities.texts("id")

    def row(self, number: int) -> Row:
        """Return the properties of a feature."""
        return self.collection.published(of_entity(self._loaded, self._entities[number], self._spots.at(number)))

    def _find(self, code: str) -> int:
        return self._entities.by_id.row(code)

    def _lasted_in(self, period: Period) -> Flags:
        first, last = ((d or bound).toordinal() for d, bound in ((period.start, date.min), (period.end, date.max)))
        found: Flags = (self._entities.ordinals("valid_from") <= last) & (self._entities.ordinals("valid_to") >= first)
        return found

    def _having(self, name: str, value: Any, among: Flags) -> Flags:
        columns = self._entities
        if name in _CODED or name in _WHOLE:
            return matching(columns, name, [v == value and (v != "" or name in _WHOLE) for v in columns.values(name)])
        if name == "voivodeship_name":
            areas = self._loaded.snapshot.names.voivodeships
            names = [areas[v].name if v in areas else None for v in columns.values("voivodeship")]
            return matching(columns, "voivodeship", [v == value for v in names])
        found: Flags = np.zeros(len(self), dtype=np.bool_)
        if name == "jobs":
            np.equal(columns.number("jobs"), value, out=found, where=value >= 0)
            return found
        if name == "is_own_point":
            return np.equal(self._spots.code, POINTS.index("own" if value else "town"))
        likely = columns.texts(name).equal(value) if name in _TEXTS else np.flatnonzero(among).tolist()
        found[[n for n in likely if self.row(n)[name] == value]] = True
        return found

    @cached_property
    def begun(self) -> str | None:
        """First day that is known of any feature."""
        days = self._entities.number("valid_from")
        known = days[days > 0]
        return date.fromordinal(int(known.min())).isoformat() if len(known) else None


def of_collection(loaded: LoadedSnapshot, collection: Collection, day: date) -> Features:
    """Return the features of a collection on a day."""
    recent, since = loaded.publishing.collections, period_start(loaded, day)
    key = collection.id, since if collection.rows_change else date.min
    found: Features = recent.get(key, lambda: _made(loaded, collection, day, since))
    return found


def _made(loaded: LoadedSnapshot, collection: Collection, day: date, since: date) -> Features:
    if collection.rows is None or collection.shapes is None:
        return EntityFeatures(loaded, collection)
    recent, rows = loaded.publishing.collections, collection.rows(loaded, day)
    key = collection.id, "drawn", since if collection.shapes_change else date.min
    shapes = collection.shapes
    return Features(collection, rows, recent.get(key, lambda: DrawnShapes(rows, shapes(loaded, day))))


def period_start(loaded: LoadedSnapshot, day: date) -> date:
    """Return the first day of the period that holds the day, in which no claim, name of a unit or office changes."""
    registry = loaded.snapshot.registry
    offices = registry.offices
    ends = {d for d in (*(f.valid_to for f in registry.former_names), *(o.valid_to for o in offices)) if d}
    begins = {o.valid_from for o in offices if o.valid_from}
    days = sorted({*loaded.lookup.claims.epochs, *begins, *(d + timedelta(days=1) for d in ends if d < date.max)})
    return days[bisect_right(days, day) - 1]
