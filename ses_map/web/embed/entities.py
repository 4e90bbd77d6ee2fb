"""Entities of a frame: those of its area that are wanted, as a list and as points for its map."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ses_map.crs import IntArray
from ses_map.entities import NONE, Listed
from ses_map.maps.signs import sign_of
from ses_map.planning.entities import EntityFilter, choose_entities
from ses_map.planning.relations import Reach
from ses_map.vocabulary import ENTITY_KINDS, entity_kind
from ses_map.web.embed.spec import Framed
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _

#: Rows in the list of a frame, and points on its map; whoever wants more opens the whole list. A frame has little room
#: and a reader of another site has not asked for megabytes.
ROWS, POINTS = 500, 5000


_TEXTS = {
    "group": _("Liczba podmiotów w grupie: {0}. Enter przybliża"),
    "shown": _("Podmioty na mapie: {0}. Strzałki przechodzą między znakami, Enter otwiera, Escape zamyka."),
    "none": _("Na mapie nie ma żadnego podmiotu."),
    "failed": _("Nie udało się pobrać punktów; lista jest pełna. Odśwież stronę, aby spróbować jeszcze raz."),
    "town": _("środek miejscowości, nie adres"),
    "close": _("Zamknij"),
}


@dataclass(frozen=True)
class FramedEntities:
    """The entities of one frame, of its area and wanted kinds, in the order of the Polish alphabet."""

    loaded: LoadedSnapshot
    framed: Framed
    as_of: date

    @cached_property
    def _positions(self) -> IntArray:
        """Places of everyone in the index of entities, rising."""
        loaded, wanted = self.loaded, self.framed.option("entities")
        area = loaded.by_slug[self.framed.key].teryt if self.framed.kind == "wojewodztwo" else ""
        kinds = () if wanted == "1" else tuple(wanted.split(","))
        reach = Reach(loaded.lookup, loaded.planner.entities.relations, self.as_of)
        asked = EntityFilter(kinds=kinds, voivodeship=area)
        chosen = choose_entities(loaded.planner.entities, asked, reach, self.as_of)
        if self.framed.kind != "owes":
            return chosen.positions
        return chosen.positions[reach.served_by(chosen.rows, self.framed.key)]

    @cached_property
    def _placed(self) -> IntArray:
        index = self.loaded.planner.entities
        is_placed = index.points.code[index.order[self._positions]] != NONE
        found: IntArray = self._positions[is_placed]
        return found

    @cached_property
    def all(self) -> Listed:
        """Everyone, with a certain place or without."""
        return self._listed(self._positions)

    @cached_property
    def placed(self) -> Listed:
        """Those whose place is certain."""
        return self._listed(self._placed)

    def _listed(self, positions: IntArray) -> Listed:
        index = self.loaded.planner.entities
        return Listed(index.columns, index.order[positions])

    @property
    def listed(self) -> Listed:
        """The rows of the list."""
        return self.all[:ROWS]

    @property
    def is_drawn(self) -> bool:
        """Whether the map can hold all of their points."""
        return len(self.placed) <= POINTS

    @property
    def kinds(self) -> list[tuple[str, str, Any, int]]:
        """Kind, name, sign and number of those on the map, in the order of the legend; kinds of nobody are left out."""
        counts = self.loaded.planner.entities.count_by("kind", self._placed)
        known = [*ENTITY_KINDS, *sorted(counts.keys() - ENTITY_KINDS.keys())]
        return [(k, kind_name(k), sign_of(k), counts[k]) for k in known if k in counts]

    @property
    def path(self) -> str:
        """The address of the points, with what chooses them."""
        kept = {k: self.framed.options[k] for k in ("entities", "date") if k in self.framed.options}
        return self.framed.dressed(kept).path.replace("?", ".geojson?", 1)

    def points(self) -> bytes:
        """Write those that are drawn as GeoJSON, longitude first, LONLAT; none where there are too many."""
        return self.loaded.publishing.points(self._placed.tolist() if self.is_drawn else ())


def kind_name(kind: str) -> str:
    """Name a kind in the language of the page."""
    return gettext(entity_kind(kind))


def texts() -> dict[str, str]:
    """Return the words of ``static/embed-entities.js`` in the language of the page."""
    return {name: gettext(text) for name, text in _TEXTS.items()}
