"""Features of a collection on a day, kept for the days asked about last: choosing among them is all a request does."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from ses_map.errors import NotFoundError
from ses_map.web.publish.ogc.collection import Collection, Row
from ses_map.web.publish.ogc.entities import EntityFeatures
from ses_map.web.publish.ogc.items_query import ItemsQuery
from ses_map.web.publish.ogc.shapes import Box, DrawnShapes
from ses_map.web.state.loaded_snapshot import LoadedSnapshot


@dataclass(frozen=True)
class Features:
    """All features of one collection on one day."""

    collection: Collection
    ids: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: DrawnShapes

    @cached_property
    def _number(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.ids)}

    def number(self, code: str) -> int:
        """Return the number of a feature.

        Raises
        ------
        NotFoundError
            When none has the id.
        """
        if code not in self._number:
            raise NotFoundError(
                f"no feature of {self.collection.id} has the id {code[:60]!r}",
                f"W kolekcji „{self.collection.title}” nie ma obiektu „{code[:60]}”.",
            )
        return self._number[code]

    def matching(self, question: ItemsQuery) -> list[int]:
        """Return the numbers of the features that everything asked applies to, in the order of the collection."""
        found = range(len(self.ids)) if question.boxes is None else self.drawn.within(question.boxes)
        if question.values:
            found = [n for n in found if all(self.rows[n][name] == value for name, value in question.values)]
        period = question.period
        if period and self.collection.is_dated:
            found = [n for n in found if period.meets(self.rows[n]["valid_from"], self.rows[n]["valid_to"])]
        return list(found)

    @cached_property
    def begun(self) -> str | None:
        """First day that is known of any feature of a dated collection."""
        return min((row["valid_from"] for row in self.rows if row["valid_from"]), default=None)

    @property
    def extent(self) -> Box | None:
        """West, south, east, north of all of them; ``None`` where there are none."""
        return self.drawn.extent

    def written(self, number: int) -> dict[str, Any]:
        """Return a feature, its geometry already written."""
        geometry = self.drawn.written[number]
        return {"type": "Feature", "id": self.ids[number], "geometry": geometry, "properties": self.rows[number]}


def of_collection(loaded: LoadedSnapshot, collection: Collection, day: date) -> Features | EntityFeatures:
    """Return the features of a collection on a day."""
    if collection.id == "podmioty":
        return _entities(loaded, collection)
    since = period_start(loaded, day)
    key = collection.id, since if collection.rows_change else date.min
    kept: Features | None = loaded.publishing.collections.get(key)
    if kept is None:
        kept = loaded.publishing.collections.keep(key, _made(loaded, collection, day))
    return kept


def _entities(loaded: LoadedSnapshot, collection: Collection) -> EntityFeatures:
    kept: EntityFeatures | None = loaded.publishing.collections.get((collection.id, "columns"))
    if kept is None:
        kept = loaded.publishing.collections.keep((collection.id, "columns"), EntityFeatures(loaded, collection))
    return kept


def _made(loaded: LoadedSnapshot, collection: Collection, day: date) -> Features:
    rows = collection.rows(loaded, day)
    since = period_start(loaded, day) if collection.shapes_change else date.min
    key = collection.id, "drawn", since
    drawn = loaded.publishing.collections.get(key)
    if drawn is None:
        drawn = loaded.publishing.collections.keep(key, DrawnShapes(rows, collection.shapes(loaded, day)))
    return Features(collection, tuple(rows), tuple(rows.values()), drawn)


def period_start(loaded: LoadedSnapshot, day: date) -> date:
    """Return the first day of the period that holds the day, in which no claim, name of a unit or office changes."""
    registry = loaded.snapshot.registry
    offices = registry.offices
    ends = {d for d in (*(f.valid_to for f in registry.former_names), *(o.valid_to for o in offices)) if d}
    begins = {o.valid_from for o in offices if o.valid_from}
    days = sorted({*loaded.lookup.claims.epochs, *begins, *(d + timedelta(days=1) for d in ends if d < date.max)})
    return days[bisect_right(days, day) - 1]
