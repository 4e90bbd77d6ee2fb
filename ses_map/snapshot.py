"""The immutable snapshot: named files whose content gives the id, and their typed reading.

A snapshot is a mapping from file name to bytes. Its id is a hash of all names and contents, so the same data and the
same code always give the same id, on every machine. Tables are JSON, polygons are ragged coordinate arrays (``.npz``),
and the files that ``ses_map.maps`` renders lie beside them under ``assets/``. Reading needs NumPy and shapely only.
"""

import dataclasses
import hashlib
import io
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, cached_property
from typing import Any, TypeVar

import numpy as np
import shapely

from ses_map.cells import NO_CELLS, Cells, decode_cells
from ses_map.crs import Geometries
from ses_map.entities import NO_ENTITIES, as_columns, decode_entities, encode_entities
from ses_map.localities import NO_PLACES, Places, decode_places
from ses_map.model import Names, PointCheck, Problem, Registry, Source
from ses_map.neighbours import NO_NEIGHBOURS, Neighbours, decode_neighbours
from ses_map.postcodes import Postcode, decode_postcodes
from ses_map.vocabulary import read_day

T = TypeVar("T")

#: Raised whenever the meaning of the files changes; part of the id. 2: entities are columns in a file of their own.
#: 3: centres carry their offices, successor and contacts, coordinators their contacts. 4: a powiat's code says whether
#: it is a city. 5: cells are runs, and finer. 6: a postcode has the places that it is called after, and the units that
#: it may reach.
FORMAT = 6


@dataclass(frozen=True)
class Layer:
    """Polygons by code, in LONLAT, longitude first."""

    codes: tuple[str, ...]
    polygons: Geometries

    @cached_property
    def by_code(self) -> dict[str, Any]:
        """Code → polygon."""
        return dict(zip(self.codes, self.polygons, strict=True))


@dataclass(frozen=True)
class Snapshot:
    """Everything that a page or an answer is made of."""

    #: By name, with ``/`` as separator; never changed after construction.
    files: Mapping[str, bytes]

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file, by name."""
        return {name: hashlib.sha256(self.files[name]).hexdigest() for name in sorted(self.files)}

    @cached_property
    def id(self) -> str:
        """Hash of the content, 16 hexadecimal digits."""
        lines = "".join(f"{digest} {name}\n" for name, digest in self.digests.items())
        return hashlib.sha256(f"{FORMAT}\n{lines}".encode()).hexdigest()[:16]

    @cached_property
    def registry(self) -> Registry:
        """Areas, centres, claims, coordinators; entities as columns, each made when it is asked for."""
        data = self.files.get("entities.npz")
        plain = decode(Registry, self.files["registry.json"])
        return dataclasses.replace(plain, entities=decode_entities(data) if data else NO_ENTITIES)

    @cached_property
    def names(self) -> Names:
        """Units by code, and what they were called on a day."""
        return Names(self.registry)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the build found in the data; what depends on a day is audited for that day instead."""
        return decode(tuple[Problem, ...], self.files["problems.json"])

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Papers of every source file."""
        return decode(tuple[Source, ...], self.files["sources.json"])

    @cached_property
    def points(self) -> PointCheck:
        """Official place points in the polygon of their own powiat."""
        return decode(PointCheck, self.files["points.json"])

    @cached_property
    def places(self) -> Places:
        """Localities; none in a snapshot that was published without them."""
        data = self.files.get("places.npz")
        return decode_places(data) if data else NO_PLACES

    @cached_property
    def postcodes(self) -> dict[str, Postcode]:
        """Postcodes, each with the units that it may reach."""
        return decode_postcodes(self.files.get("postcodes.json", b"{}"))

    @cached_property
    def gminy(self) -> Layer:
        """Base layer for look-ups, 5 decimals."""
        return self.layer("gminy")

    @cached_property
    def cells(self) -> Cells:
        """Cells that one polygon answers for; none in a snapshot that was published without them."""
        data = self.files.get("layers/cells.npz")
        return decode_cells(data) if data else NO_CELLS

    @cached_property
    def neighbours(self) -> Neighbours:
        """Shared borders of the polygons of ``gminy``; none in a snapshot that was published without them."""
        data = self.files.get("neighbours.npz")
        return decode_neighbours(data) if data else NO_NEIGHBOURS

    def layer(self, name: str) -> Layer:
        """Read the polygons of one layer: ``gminy``, ``units/polska``, ``units/<slug>``, ``gminy/<slug>``."""
        return decode_layer(self.files[f"layers/{name}.npz"])

    def with_files(self, files: Mapping[str, bytes]) -> "Snapshot":
        """Return a snapshot with further files; its id differs."""
        return Snapshot({**self.files, **files})


def registry_files(registry: Registry) -> dict[str, bytes]:
    """Return the files of a registry: ``registry.json``, and ``entities.npz`` with the entities as columns."""
    entities = encode_entities(as_columns(registry.entities))
    return {"registry.json": encode(registry), "entities.npz": entities}


def encode(value: Any) -> bytes:
    """Write records as JSON; the same value gives the same bytes. Fields with a file of their own are left out."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value) if not f.metadata.get("file")}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(kind: type[T], data: bytes) -> T:
    """Read records of ``kind`` back from :func:`encode`.

    Raises
    ------
    ValueError, KeyError, TypeError
        When the data are not of that kind; a store turns them into a ``StoreError``.
    """
    return typing.cast(T, _typed(kind, json.loads(data)))


def _typed(kind: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return tuple(_typed(arguments[0], v) for v in value)
    if origin in (typing.Union, types.UnionType):
        inner = next(a for a in arguments if a is not type(None))
        return None if value is None else _typed(inner, value)
    if dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise TypeError(f"{kind!r} is written as an object, came {type(value).__name__}")
        make: Any = kind
        hints, apart = _hints(make), [f.name for f in dataclasses.fields(kind) if f.metadata.get("file")]
        return make(**{name: _typed(hints[name], v) for name, v in value.items()}, **dict.fromkeys(apart, ()))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return read_day(value) if kind is date else value


_hints = cache(typing.get_type_hints)


def encode_layer(layer: Layer) -> bytes:
    """Write polygons as ragged coordinate arrays; the same layer gives the same bytes."""
    multi = [g if g.geom_type == "MultiPolygon" else shapely.MultiPolygon([g]) for g in layer.polygons]
    _, coordinates, offsets = shapely.to_ragged_array(multi)
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {f"offsets{i}": o for i, o in enumerate(offsets)}
    np.savez(buffer, codes=np.array(layer.codes, dtype="U6"), coordinates=coordinates, **arrays)
    return buffer.getvalue()


def decode_layer(data: bytes) -> Layer:
    """Read polygons back; a polygon of one part is a ``Polygon``, others are ``MultiPolygon``."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        codes = tuple(str(c) for c in arrays["codes"])
        offsets = tuple(arrays[f"offsets{i}"] for i in range(3))
        multi = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, arrays["coordinates"], offsets)
    single = np.array([shapely.get_geometry(g, 0) if len(g.geoms) == 1 else g for g in multi], dtype=object)
    return Layer(codes, single)
