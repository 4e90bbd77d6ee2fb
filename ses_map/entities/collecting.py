"""Columns out of rows or batches of columns; the same entities give the same columns."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np

from ses_map.datasets import ENTITIES
from ses_map.entities.columns import CODED, LISTS, NUMBERS, PLAIN, Array, Entities
from ses_map.entities.texts import Texts
from ses_map.model import Entity
from ses_map.spelling import fold, letter_key, tidied

#: Rows that are turned into columns at once.
_BATCH = 10_000
#: Widths of a code, the narrowest first.
_WIDTHS = (np.uint8, np.uint16, np.uint32)

Columns = Mapping[str, Sequence[Any]]


class _Block:
    """Texts that grow into one block."""

    def __init__(self, with_sums: bool = False) -> None:
        self._bytes, self._lengths = bytearray(), array("I")
        self._sums = array("I") if with_sums else None

    def add(self, texts: Sequence[str]) -> None:
        joined = "".join(texts)
        self._bytes += joined.encode()
        if joined.isascii() and self._sums is None:
            self._lengths.extend(map(len, texts))
            return
        coded = [t.encode() for t in texts]
        self._lengths.extend(map(len, coded))
        if self._sums is not None:
            self._sums.extend(map(crc32, coded))

    def arrays(self, name: str) -> dict[str, Array]:
        starts = np.zeros(len(self._lengths) + 1, dtype=np.uint64)
        np.cumsum(np.frombuffer(self._lengths, dtype=np.uint32), out=starts[1:])
        if starts[-1] > np.iinfo(np.uint32).max:
            raise OverflowError(f"column {name} of the entities holds more than 4 GiB of text")
        found: dict[str, Array] = {
            f"{name}.block": np.frombuffer(self._bytes, np.uint8),
            f"{name}.starts": starts.astype(np.uint32),
        }
        return found if self._sums is None else found | {f"{name}.sums": np.frombuffer(self._sums, np.uint32)}


class _Codes:
    """Values in the order in which they first came, and a code per row."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self._codes = array("I")

    def add(self, texts: Iterable[str]) -> None:
        known = self.values
        self._codes.extend([known.setdefault(t, len(known)) for t in texts])

    def arrays(self, name: str) -> dict[str, Array]:
        width = next(w for w in _WIDTHS if len(self.values) <= np.iinfo(w).max)
        block = _Block()
        block.add(list(self.values))
        return {f"{name}.codes": np.frombuffer(self._codes, np.uint32).astype(width), **block.arrays(name)}


class Collector:
    """Gathers entities batch by batch; what it keeps is the size of the columns."""

    def __init__(self) -> None:
        self._plain = {name: _Block() for name in PLAIN}
        self._keys = _Block(with_sums=True)
        self._coded = {name: _Codes() for name in (*CODED, *LISTS, "founders")}
        self._founders_each = array("I")
        self._numbers: dict[str, list[Array]] = {name: [np.zeros(0, kind)] for name, (kind, _) in NUMBERS.items()}

    def add(self, columns: Columns) -> None:
        """Add a batch.

        Parameters
        ----------
        columns : mapping of str to sequence
            Equally long: every field of :class:`ses_map.model.Entity`, with ``source_url``, ``source_title`` and
            ``source_date`` in place of ``source``. Texts, tuples of texts, or numbers with ``None`` where they are
            not known; days are dates.
        """
        for name, block in self._plain.items():
            block.add(columns[name])
        self._keys.add(list(map(fold, columns["name"])))
        for name in CODED:
            self._coded[name].add(columns[name])
        for name in LISTS:
            self._coded[name].add(_written(columns[name]))
        self._founders_each.extend(map(len, columns["founders"]))
        self._coded["founders"].add(f for each in columns["founders"] for f in each)
        for name, (kind, unknown) in NUMBERS.items():
            self._numbers[name].append(np.array([_number(v, unknown) for v in columns[name]], dtype=kind))

    def extend(self, entities: Iterable[Entity]) -> None:
        """Add entities."""
        rows = iter(entities)
        while batch := list(islice(rows, _BATCH)):
            columns = {c.name if "." in c.attribute else c.attribute: c for c in ENTITIES.columns if c.attribute}
            self.add({name: list(map(column.value, batch)) for name, column in columns.items()})

    def entities(self) -> Entities:
        """Return what was added as columns, sorted by name beside."""
        arrays = {name: np.concatenate(parts) for name, parts in self._numbers.items()}
        columns: dict[str, _Block | _Codes] = {**self._plain, "name.folded": self._keys, **self._coded}
        for name, column in columns.items():
            arrays |= column.arrays(name)
        arrays["founders.rows"] = np.concatenate([[0], np.cumsum(self._founders_each)]).astype(np.uint32)
        for name in ("town", "operator", "founders"):
            folded = _Block(with_sums=True)
            folded.add(list(map(fold, self._coded[name].values)))
            arrays |= folded.arrays(f"{name}.folded")
        names, ids = (list(Texts(arrays[f"{n}.block"], arrays[f"{n}.starts"])) for n in ("name", "id"))
        arrays["by_id"] = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int32)
        arrays["order"], arrays["order.is_new"] = rank_names(names, ids)
        return Entities(arrays)


def _written(lists: Sequence[tuple[str, ...]]) -> list[str]:
    known: dict[tuple[str, ...], str] = {}
    return [known.get(v) or known.setdefault(v, json.dumps(v, ensure_ascii=False)) for v in lists]


def _number(value: Any, unknown: float) -> float:
    if value is None:
        return unknown
    return value.toordinal() if isinstance(value, date) else value


def collect(entities: Iterable[Entity]) -> Entities:
    """Turn entities into columns, in their order."""
    collector = Collector()
    collector.extend(entities)
    return collector.entities()


def as_columns(entities: Iterable[Entity]) -> Entities:
    """Return entities as columns: the same object where they are already."""
    return entities if isinstance(entities, Entities) else collect(entities)


def rank_names(names: Sequence[str], ids: Sequence[str]) -> tuple[Array, Array]:
    """Sort rows by name as :func:`ses_map.spelling.collation` does, those of one name by id.

    Returns
    -------
    array of int32, array of bool; both (n,)
        Numbers of the rows in order; whether the name of each differs from the one before it.

    Notes
    -----
    The key of a letter depends on the letter alone. So every letter that occurs gets a number in the order of its key,
    and a name becomes the text of these numbers: a tenth of the time of lists of keys.
    """
    tidy = [tidied(name) for name in names]
    letters = sorted(set().union(*tidy), key=letter_key)
    places: dict[int, int] = {}
    place, before = 0, ""
    for letter in letters:
        place += letter_key(letter) != before
        places[ord(letter)], before = place, letter_key(letter)
    keys = [(text.translate(places), name, i) for text, name, i in zip(tidy, names, ids, strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    is_new = [n == 0 or names[order[n]] != names[order[n - 1]] for n in range(len(order))]
    return np.array(order, dtype=np.int32), np.array(is_new, dtype=np.bool_)
