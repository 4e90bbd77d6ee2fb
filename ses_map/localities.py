"""Localities as columns: a hundred thousand rows that load in a moment and stay small."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from typing import Any

import numpy as np

from ses_map.spelling import fold


class PlaceKind(IntEnum):
    """What a locality is, as far as a search has to know."""

    CITY = 0
    VILLAGE = 1
    #: Part of another locality, or a district.
    PART = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One locality."""

    #: Identifier in SIMC, 7 digits.
    simc: str
    name: str
    kind: PlaceKind
    #: What SIMC calls it: ``miasto``, ``wieś``, ``część miasta`` …
    sort: str
    #: Locality that it is a part of; empty for one of its own.
    parent: str
    #: 6 digits.
    gmina: str
    #: Degrees, WGS 84; ``None`` where no coordinates are known.
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Places:
    """All localities, sorted by folded name; safe to share between threads.

    Parameters
    ----------
    names, keys, parents, sorts : sequence of str
        Name, folded name, name of the locality it is a part of, what SIMC calls it.
    simc, gmina : array of int32
        Codes as numbers.
    kind : array of uint8
        Values of :class:`PlaceKind`.
    lonlat : array of float32, (n, 2)
        Longitude first; NaN where unknown.
    """

    names: Sequence[str]
    keys: Sequence[str]
    parents: Sequence[str]
    sorts: Sequence[str]
    simc: np.ndarray[Any, np.dtype[np.int32]]
    gmina: np.ndarray[Any, np.dtype[np.int32]]
    kind: np.ndarray[Any, np.dtype[np.uint8]]
    lonlat: np.ndarray[Any, np.dtype[np.float32]]

    def __len__(self) -> int:
        """Return the number of localities."""
        return len(self.names)

    def unit(self, number: int) -> str:
        """Return the code of the gmina of a locality."""
        return f"{self.gmina[number]:06d}"

    def simc_of(self, number: int) -> str:
        """Return the identifier of a locality."""
        return f"{self.simc[number]:07d}"

    def place(self, number: int) -> Place:
        """Return a locality by its number."""
        lon, lat = (None if np.isnan(v) else round(float(v), 4) for v in self.lonlat[number])
        name, kind, sort = self.names[number], PlaceKind(int(self.kind[number])), self.sorts[number]
        return Place(self.simc_of(number), name, kind, sort, self.parents[number], self.unit(number), lat, lon)

    def number_of(self, simc: str) -> int | None:
        """Find a locality by its identifier."""
        if not (simc.isascii() and simc.isdigit() and len(simc) == 7):
            return None
        found = np.flatnonzero(self.simc == int(simc))
        return int(found[0]) if len(found) else None


def collect(places: Iterable[Place]) -> Places:
    """Sort localities into columns; the same localities give the same columns."""
    keyed = sorted((((fold(p.name), p.kind, p.simc), p) for p in places), key=itemgetter(0))
    rows = [p for _, p in keyed]
    unknown = float("nan")
    lonlat = [(unknown if p.lon is None else p.lon, unknown if p.lat is None else p.lat) for p in rows]
    return Places(
        names=[p.name for p in rows],
        keys=[key for (key, _, _), _ in keyed],
        parents=[p.parent for p in rows],
        sorts=[p.sort for p in rows],
        simc=np.array([int(p.simc) for p in rows], dtype=np.int32),
        gmina=np.array([int(p.gmina) for p in rows], dtype=np.int32),
        kind=np.array([p.kind for p in rows], dtype=np.uint8),
        lonlat=np.array(lonlat, dtype=np.float32).reshape(-1, 2),
    )


#: No localities at all.
NO_PLACES = collect(())

_TEXTS = ("names", "keys", "parents", "sorts")
_ARRAYS = ("simc", "gmina", "kind", "lonlat")


def encode_places(places: Places) -> bytes:
    """Write localities, compressed; the same localities give the same bytes."""
    columns: dict[str, Any] = {name: getattr(places, name) for name in _ARRAYS}
    columns |= {name: np.frombuffer("\n".join(getattr(places, name)).encode(), dtype=np.uint8) for name in _TEXTS}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **columns)
    return buffer.getvalue()


def decode_places(data: bytes) -> Places:
    """Read localities back from :func:`encode_places`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        columns: dict[str, Any] = {name: _texts(arrays[name], len(arrays["simc"])) for name in _TEXTS}
        return Places(**columns, **{name: arrays[name] for name in _ARRAYS})


def _texts(blob: np.ndarray[Any, np.dtype[np.uint8]], count: int) -> list[str]:
    """Read the texts; equal ones become one object."""
    shared: dict[str, str] = {}
    return [shared.setdefault(t, t) for t in blob.tobytes().decode().split("\n")] if count else []
