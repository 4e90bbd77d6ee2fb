"""What pages for citizens are made of: maps, standings, doubts, successors, the entities of a powiat."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ses_map.entities import Listed, as_columns
from ses_map.errors import StoreError
from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.maps.picture import Pictures
from ses_map.model import Centre, Entity, Problem, Standing
from ses_map.recent import Recent
from ses_map.snapshot import Snapshot

UNREADABLE = "Nowszych danych nie da się odczytać tą wersją programu."


@dataclass(frozen=True)
class CitizenState:
    """Parts of a loaded snapshot that pages for citizens read."""

    snapshot: Snapshot
    lookup: Lookup
    centres: Mapping[str, Centre]
    _counts: Recent[dict[str, int]] = field(default_factory=lambda: Recent(8))

    @cached_property
    def pictures(self) -> Pictures:
        """Draws maps for browsers without JavaScript."""
        return Pictures(self.snapshot)

    @cached_property
    def doubts(self) -> dict[str, list[Problem]]:
        """What sources leave in doubt, by the centre or area that it is about."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.snapshot.problems:
            if problem.code == "doubt":
                found[problem.subject].append(problem)
        return dict(found)

    def standing_counts(self, as_of: date) -> dict[str, int]:
        """Count powiats by the standing of their answers on a day; kept per day."""
        return self._counts.get(as_of, lambda: standing_counts(coverage_rows(self.lookup, as_of)))

    def stands(self, centre: str, unit: str, as_of: date) -> Standing:
        """Return how far it may be believed that a centre serves a unit on the day."""
        own = (s.standing for s in self.lookup.claims.on(unit, as_of).serving if s.centre_id == centre)
        return next(own, Standing.NONE)

    def successor(self, centre: Centre, as_of: date) -> Centre | None:
        """Find who took over from a centre that is over by the day, to the end of the line; ``None`` if nobody did."""
        found = centre
        while found.successor and not (found.valid_to and found.valid_to >= as_of):
            found = self.centres[found.successor]
        return found if found is not centre else None

    @cached_property
    def _of_powiat(self) -> dict[str, Listed]:
        """Powiat → its entities by name: one sorting of numbers for all powiats."""
        columns = as_columns(self.snapshot.registry.entities)
        codes, order = columns.codes("powiat"), columns.stable_order
        rows = order[np.argsort(codes[order], kind="stable")]
        ends = np.cumsum(np.bincount(codes, minlength=len(columns.values("powiat"))))
        parts = np.split(rows, ends[:-1])
        return {code: Listed(columns, part) for code, part in zip(columns.values("powiat"), parts, strict=False)}

    def entities_of(self, powiat: str) -> Sequence[Entity]:
        """List the entities of a powiat by name."""
        return self._of_powiat.get(powiat, ())

    @cached_property
    def _maps(self) -> dict[str, dict[str, Any]]:
        names = [n for n in self.snapshot.files if n.startswith("maps/")]
        return {n.removeprefix("maps/").removesuffix(".json"): json.loads(self.snapshot.files[n]) for n in names}

    @property
    def has_maps(self) -> bool:
        """Whether the maps were rendered into the snapshot; without them only the API can answer."""
        return bool(self._maps)

    def chart(self, slug: str, as_of: date) -> dict[str, Any]:
        """Return the rendered map of an area for a day: shared files, shapes, and the period's script and legend.

        Raises
        ------
        StoreError
            When the snapshot was published without maps.
        """
        index = self._maps.get(slug)
        if index is None:
            raise StoreError(
                f"snapshot {self.snapshot.id} has no map {slug}: publish it with 'ses-map build'", UNREADABLE
            )
        period = next(p for p in reversed(index["periods"]) if p["from"] <= as_of.isoformat())
        return {**index, **period}
