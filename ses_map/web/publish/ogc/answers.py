"""Pages of features, and single features, as GeoJSON with the members and links that the standard wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from ses_map.web.http.negotiation import GEOJSON, PAGE, form
from ses_map.web.publish.ogc import items_query
from ses_map.web.publish.ogc.addresses import Link, address, in_both_forms, items_path, kept, link
from ses_map.web.publish.ogc.collection import Collection
from ses_map.web.publish.ogc.entities import EntityFeatures
from ses_map.web.publish.ogc.features import Features, of_collection
from ses_map.web.publish.ogc.items_query import ItemsQuery
from ses_map.web.state.loaded_snapshot import LoadedSnapshot


@dataclass(frozen=True)
class FeaturePage:
    """One page of the features that a question matches."""

    features: Features | EntityFeatures
    question: ItemsQuery
    #: Numbers of all that match, and of those on the page.
    matched: Sequence[int]
    shown: Sequence[int]

    @property
    def body(self) -> dict[str, Any]:
        """Spell it as GeoJSON."""
        return {
            "type": "FeatureCollection",
            "numberMatched": len(self.matched),
            "numberReturned": len(self.shown),
            "timeStamp": stamp(self.question.day),
            "links": self.links,
            "features": [self.features.written(n) for n in self.shown],
        }

    @property
    def when(self) -> dict[str, str]:
        """The parameter ``datetime`` as it came, for the addresses of single features."""
        return {"datetime": request.args["datetime"]} if self.question.period else {}

    @property
    def links(self) -> list[Link]:
        """Link the page itself, its collection and its neighbours."""
        path = items_path(self.features.collection.id)
        return [*in_both_forms(path, GEOJSON), _of_collection(self.features.collection), *self._neighbours(path)]

    def _neighbours(self, path: str) -> list[Link]:
        kind, limit, offset = (PAGE if form() == "html" else GEOJSON), self.question.limit, self.question.offset
        found = []
        if offset + limit < len(self.matched):
            found.append(link("next", kind, "Następna strona", address(path, kept(offset=offset + limit))))
        if offset:
            before = max(0, offset - limit)
            found.append(link("prev", kind, "Poprzednia strona", address(path, kept(offset=before))))
        return found


def items(loaded: LoadedSnapshot, collection: Collection) -> FeaturePage:
    """Return the page of features that is asked for."""
    asked = items_query.of_items(collection)
    features = of_collection(loaded, collection, asked.day)
    matched = features.matching(asked)
    return FeaturePage(features, asked, matched, matched[asked.offset : asked.offset + asked.limit])


def item(loaded: LoadedSnapshot, collection: Collection, code: str) -> tuple[dict[str, Any], ItemsQuery]:
    """Return one feature with its links, and what was asked about it.

    Raises
    ------
    NotFoundError
        When no feature has the id, on that day.
    """
    asked = items_query.of_item()
    features = of_collection(loaded, collection, asked.day)
    number = features.number(code)
    links = [*in_both_forms(items_path(collection.id, code), GEOJSON), _of_collection(collection)]
    return {**features.written(number), "links": links}, asked


def _of_collection(collection: Collection) -> Link:
    return link("collection", "application/json", collection.title, address(f"collections/{collection.id}"))


def stamp(day: date) -> str:
    """Return the time of an answer: the beginning of its day, so that the same question gets the same bytes."""
    return f"{day.isoformat()}T00:00:00Z"
