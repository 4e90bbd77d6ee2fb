"""A table on disk: where it lies, the record of its rows, and what tells its rows apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ses_map.datasets.column import Column, columns_of


@dataclass(frozen=True)
class Table:
    """One table of ``geodata/``."""

    #: Relative to ``geodata/``.
    path: str
    #: Dataclass whose attributes declare the columns.
    record: type
    #: The column that tells rows apart; empty where none does by itself.
    key: str = ""
    #: Columns on disk that records do not carry.
    further: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """What the table is called: ``centres``."""
        return self.path.rpartition("/")[2].partition(".")[0]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column, in the order of the file."""
        return (*columns_of(self.record), *self.further)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Column by its name on disk."""
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The header of the file."""
        return tuple(column.name for column in self.columns)
