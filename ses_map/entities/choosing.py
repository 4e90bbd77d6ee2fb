"""Rows that have something in common, found in columns."""

from typing import Any

import numpy as np

from ses_map.crs import IntArray
from ses_map.entities.columns import Array, Entities
from ses_map.entities.texts import Flags


def having(entities: Entities, word: str, at_start: bool = False) -> Flags:
    """Return for each row whether name, town, operator or a founder has a folded word in it.

    Parameters
    ----------
    entities : Entities
        All rows.
    word : str
        Folded, without spaces.
    at_start : bool
        Whether only beginnings of words count.

    Returns
    -------
    array of bool, (n,)
    """
    found = entities.folded("name").containing(word, at_start)
    for name in ("town", "operator"):
        found |= entities.folded(name).containing(word, at_start)[entities.codes(name)]
    rows, founders = entities.founding
    found[rows[entities.folded("founders").containing(word, at_start)[founders]]] = True
    return found


def grouped(entities: Entities, *names: str) -> tuple[list[tuple[Any, ...]], IntArray]:
    """Find which values of coded columns come together.

    Returns
    -------
    list of tuple, array of int
        Every combination that occurs once, and the number of its own for each row, (n,).
    """
    keys = np.zeros(len(entities), dtype=np.int64)
    for name in names:
        keys = keys * max(1, len(entities.values(name))) + entities.codes(name)
    found, inverse = np.unique(keys, return_inverse=True)
    columns = []
    for name in reversed(names):
        values = entities.values(name)
        found, codes = np.divmod(found, max(1, len(values)))
        columns.append([values[c] for c in codes.tolist()])
    return list(zip(*reversed(columns), strict=True)), inverse


def with_value(entities: Entities, name: str, value: Any) -> Flags:
    """Return for each row whether a coded column has a value, (n,)."""
    return matching(entities, name, [v == value for v in entities.values(name)])


def matching(entities: Entities, name: str, wanted: list[bool]) -> Flags:
    """Return for each row whether its value in a coded column is wanted, (n,); ``wanted`` is told per value."""
    flags: Array = np.array([*wanted, False], dtype=np.bool_)
    found: Flags = flags[entities.codes(name)]
    return found
