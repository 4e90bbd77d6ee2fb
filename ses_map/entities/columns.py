"""The columns of all entities, and rows that are made of them when somebody asks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, overload

import numpy as np

from ses_map.datasets import ENTITIES, Column
from ses_map.entities.texts import Texts
from ses_map.model import Entity, Provenance

Array = np.ndarray[Any, Any]
Rows = np.ndarray[Any, np.dtype[np.int32]]
V = TypeVar("V")

#: What entities are made of; founders are kept apart, because many ask who founded what.
_STORED = tuple(c for c in ENTITIES.columns if c.attribute and c.name != "founders")
_LONE = tuple(c for c in _STORED if not c.is_list)


def _key(column: Column) -> str:
    """Return the name under which a column is kept: that of the attribute, or of the column of a source."""
    return column.name if "." in column.attribute else column.attribute


#: Columns whose every row has its own text.
PLAIN = tuple(_key(c) for c in _LONE if c.is_distinct)
#: Columns of few values: each value once, and a code per row.
CODED = tuple(_key(c) for c in _LONE if c.type.sql == "text" and not c.is_distinct)
#: Columns of lists that are coded as a whole; a list is written as JSON.
LISTS = tuple(_key(c) for c in _STORED if c.is_list)
#: What is compared without case and signs: folded names per row, other folded values per value.
FOLDED = ("name", "town", "operator", "founders")
#: Type in SQL → how numbers are kept, and what stands for "not known".
_KEPT: dict[str, tuple[Any, float]] = {
    "float": (np.float64, float("nan")),
    "date": (np.int32, 0),
    "integer": (np.int32, -1),
}
#: Numbers per row.
NUMBERS: dict[str, tuple[Any, float]] = {_key(c): _KEPT[c.type.sql] for c in _LONE if c.type.sql in _KEPT}
_DAYS = tuple(_key(c) for c in _LONE if c.type.sql == "date")


class _Rows(Sequence[Entity]):
    """Entities that are made when they are asked for; equal to any sequence of the same ones."""

    def __eq__(self, other: object) -> bool:
        """Return whether both list the same entities in the same order."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class Entities(_Rows):
    """All entities of a registry in its order; equal to the tuple of them, and safe to share between threads.

    Parameters
    ----------
    arrays : mapping of str to array
        As ``filing`` writes them: ``<column>.block`` and ``<column>.starts`` of texts, ``<column>.codes`` of coded
        columns, numbers under their own name. Days are ordinals of the calendar (0: not stated), degrees are WGS 84
        (NaN: not known), jobs -1 where they are not known.

    Raises
    ------
    KeyError
        When a column is missing.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self._plain = {name: self._texts(name) for name in PLAIN}
        self._coded = {name: (self.codes(name), self._texts(name)) for name in CODED}
        self._numbers = {name: arrays[name] for name in NUMBERS}

    def _texts(self, name: str) -> Texts:
        return Texts(self.arrays[f"{name}.block"], self.arrays[f"{name}.starts"], self.arrays.get(f"{name}.sums"))

    def codes(self, name: str) -> Array:
        """Return the numbers in :meth:`values` of a coded column, (n,)."""
        return self.arrays[f"{name}.codes"]

    @cached_property
    def _values(self) -> dict[str, Sequence[Any]]:
        found: dict[str, Sequence[Any]] = {name: texts for name, (_, texts) in self._coded.items()}
        return found | {name: [tuple(json.loads(text)) for text in self._texts(name)] for name in LISTS}

    def values(self, name: str) -> Sequence[Any]:
        """Return the values of a coded column, each once: texts, or tuples of texts where rows have lists."""
        return self._values[name]

    def number(self, name: str) -> Array:
        """Return a column of numbers, (n,)."""
        return self._numbers[name]

    def texts(self, name: str) -> Texts:
        """Return the texts of a column of texts, one per row."""
        return self._plain[name]

    @cached_property
    def founders(self) -> Texts:
        """Every founder once, as sources name them."""
        return self._texts("founders")

    @cached_property
    def founding(self) -> tuple[Array, Array]:
        """Number of the row and number of the founder in :attr:`founders`, for every pair, in the order of the rows."""
        starts = self.arrays["founders.rows"]
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(starts)), self.arrays["founders.codes"]

    @cached_property
    def _folded(self) -> dict[str, Texts]:
        return {name: self._texts(f"{name}.folded") for name in FOLDED}

    def folded(self, name: str) -> Texts:
        """Return the folded texts of ``name`` (per row), ``town``, ``operator`` or ``founders`` (per value)."""
        return self._folded[name]

    @cached_property
    def by_id(self) -> "ById":
        """Id → entity, found by halving: no dictionary of a million ids is kept."""
        return ById(self)

    @cached_property
    def order(self) -> Rows:
        """Numbers of the rows in the order of the Polish alphabet, then of ids, (n,)."""
        return self.arrays["order"]

    @cached_property
    def stable_order(self) -> Rows:
        """Numbers of the rows in the order of the Polish alphabet; of one name in the order of the registry, (n,)."""
        names = np.cumsum(self.arrays["order.is_new"], dtype=np.int32)
        return self.order[np.lexsort((self.order, names))]

    def ordinals(self, name: str) -> Rows:
        """Return the days of ``valid_from`` or ``valid_to``; what is not stated bounds nothing, (n,)."""
        days: Rows = self.number(name)
        always = date.min if name == "valid_from" else date.max
        return np.where(days == 0, np.int32(always.toordinal()), days)

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self._numbers["jobs"])

    @overload
    def __getitem__(self, number: int) -> Entity: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Entity, ...]: ...
    def __getitem__(self, number: int | slice) -> Entity | tuple[Entity, ...]:
        if isinstance(number, slice):
            return tuple(self._row(n) for n in range(*number.indices(len(self))))
        return self._row(range(len(self))[number])

    def __iter__(self) -> Iterator[Entity]:
        """Make every entity in turn."""
        return map(self._row, range(len(self)))

    def text(self, name: str, row: int) -> str:
        """Return the text of one row in a column of texts, plain or coded."""
        if name in self._plain:
            return self._plain[name][row]
        codes, values = self._coded[name]
        return values[int(codes[row])]

    def _row(self, row: int) -> Entity:
        told: dict[str, Any] = {name: texts[row] for name, texts in self._plain.items()}
        told |= {name: values[codes.item(row)] for name, (codes, values) in self._coded.items()}
        source = Provenance(told.pop("source_url"), told.pop("source_title"), told.pop("source_date"))
        lists = {name: self._values[name][self.codes(name).item(row)] for name in LISTS}
        return Entity(**told, founders=self._founders(row), source=source, **lists, **self._figures(row))

    def _founders(self, row: int) -> tuple[str, ...]:
        start, end = self.arrays["founders.rows"][row : row + 2].tolist()
        return tuple(self.founders[n] for n in self.arrays["founders.codes"][start:end].tolist()) if end > start else ()

    def _figures(self, row: int) -> dict[str, Any]:
        found = {name: column.item(row) for name, column in self._numbers.items()}
        days = {name: date.fromordinal(found[name]) for name in _DAYS if found[name]}
        return {name: days.get(name, None if _is_unknown(name, value) else value) for name, value in found.items()}


def _is_unknown(name: str, value: float) -> bool:
    unknown = NUMBERS[name][1]
    return value == unknown or (value != value and unknown != unknown)


class Listed(_Rows):
    """Those of all entities whose numbers are listed in ``rows``, (k,), in that order."""

    def __init__(self, entities: Entities, rows: Array) -> None:
        self.entities, self.rows = entities, rows

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self.rows)

    @overload
    def __getitem__(self, number: int) -> Entity: ...
    @overload
    def __getitem__(self, number: slice) -> "Listed": ...
    def __getitem__(self, number: int | slice) -> "Entity | Listed":
        if isinstance(number, slice):
            return Listed(self.entities, self.rows[number])
        return self.entities[int(self.rows[number])]

    def __iter__(self) -> Iterator[Entity]:
        """Make every entity in turn."""
        return map(self.entities.__getitem__, self.rows.tolist())


class ById(Mapping[str, Entity]):
    """Id → entity; where an id came twice, the later row."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._ids, self._order = entities.texts("id"), entities.arrays["by_id"]

    def row(self, entity_id: str) -> int:
        """Return the number of the row of an id; -1 where none has it."""
        low, high = 0, len(self._order)
        while low < high:
            middle = (low + high) // 2
            if self._ids[self._order.item(middle)] <= entity_id:
                low = middle + 1
            else:
                high = middle
        found = self._order.item(low - 1) if low else -1
        return found if found >= 0 and self._ids[found] == entity_id else -1

    def __getitem__(self, entity_id: str) -> Entity:
        """Return the entity of an id; KeyError where none has it."""
        row = self.row(entity_id)
        if row < 0:
            raise KeyError(entity_id)
        return self._entities[row]

    def __contains__(self, entity_id: object) -> bool:
        """Return whether an entity has the id, without making it."""
        return isinstance(entity_id, str) and self.row(entity_id) >= 0

    def __iter__(self) -> Iterator[str]:
        """Return the ids in the order of the registry."""
        return iter(dict.fromkeys(self._ids))

    def __len__(self) -> int:
        """Return the number of ids."""
        return len(self._order)
