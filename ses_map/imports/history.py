"""Imports as recorded steps: which file, and what it did to which row; written together with the tables."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from operator import attrgetter
from pathlib import Path
from typing import Any

from ses_map.datasets import IMPORT_ROWS, IMPORTS, TABLES, read_record
from ses_map.datasets.imports import ImportedRow, ImportStep
from ses_map.errors import InvalidInputError, SourceError
from ses_map.imports.mapping import Mapping as ColumnMapping
from ses_map.imports.merging import Merged, account, match
from ses_map.imports.rows import Row
from ses_map.imports.writing import read_rows, write_tables
from ses_map.model import Provenance
from ses_map.tables import read_table


@dataclass(frozen=True)
class ImportHistory:
    """Every import that is in the registry, in the order in which they were made."""

    steps: tuple[ImportStep, ...]
    rows: tuple[ImportedRow, ...]

    def step(self, number: int) -> ImportStep:
        """Return a step by its number, or refuse a number that there is not (InvalidInputError)."""
        for step in self.steps:
            if step.id == number:
                return step
        raise InvalidInputError(
            f"there is no import {number}: ses-map imports lists them",
            f"Nie ma importu {number}; listę pokazuje ses-map imports.",
        )

    def rows_of(self, step: ImportStep) -> dict[str, list[ImportedRow]]:
        """Return table → the rows that a step has added, changed or removed."""
        found: dict[str, list[ImportedRow]] = defaultdict(list)
        for row in self.rows:
            if row.step == step.id:
                found[row.table].append(row)
        return found

    def without(self, step: ImportStep) -> "ImportHistory":
        """Return the history of which a step is no part."""
        return ImportHistory(
            tuple(s for s in self.steps if s != step), tuple(r for r in self.rows if r.step != step.id)
        )

    def renumbered(self, old: int, new: int) -> "ImportHistory":
        """Return the history in which a step has another number, and its place."""
        steps = (replace(s, id=new) if s.id == old else s for s in self.steps)
        rows = (replace(r, step=new) if r.step == old else r for r in self.rows)
        return ImportHistory(tuple(sorted(steps, key=attrgetter("id"))), tuple(sorted(rows, key=attrgetter("step"))))

    def tables(self) -> dict[str, list[Row]]:
        """Return the tables of the history itself."""
        both = ((IMPORTS, self.steps), (IMPORT_ROWS, self.rows))
        return {t.path: [{c.name: c.cell(record) for c in t.columns} for record in records] for t, records in both}


def read_history(geodata: Path) -> ImportHistory:
    """Read the imports that were recorded.

    Raises
    ------
    SourceError
        When a table of them is missing, or is not as it was written.
    """
    found: list[list[Any]] = []
    for table in (IMPORTS, IMPORT_ROWS):
        try:
            frame, problems = read_table(geodata, table.path)
            found.append(
                [read_record(table.record, {str(k): v for k, v in row.items()}) for row in frame.to_dict("records")]
            )
            why = problems[0].detail if problems else ""
        except (OSError, ValueError) as error:
            why = str(error)
        if why:
            raise SourceError(
                f"{table.path} cannot be read ({why}): restore it",
                f"Pliku {table.path} nie da się odczytać ({why.rstrip('.')}); przywróć go.",
            )
    return ImportHistory(tuple(found[0]), tuple(found[1]))


def to_lines(table: str, rows: Iterable[Row]) -> list[str]:
    """Write rows as the history has them."""
    names = sorted(TABLES[table].names)
    return [json.dumps({n: row[n] for n in names if row.get(n)}, ensure_ascii=False) for row in rows]


def to_rows(table: str, lines: Iterable[str]) -> list[Row]:
    """Read what :func:`to_lines` wrote."""
    return [dict.fromkeys(TABLES[table].names, "") | json.loads(line) for line in lines]


def compare(table: str, pairs: Iterable[tuple[str, str]]) -> Merged:
    """Return what it means that rows of a table become others, as pairs of lines; an empty one is none."""
    gone, new = ([line for line in lines if line] for lines in zip(*pairs, strict=True))
    return account(table, (), *match(table, to_rows(table, gone), to_rows(table, new)))


def compare_tables(geodata: Path, tables: Mapping[str, Iterable[Row]]) -> list[Merged]:
    """Return how tables differ from those of a folder."""
    states = ((t, to_lines(t, read_rows(geodata, t)), to_lines(t, rows)) for t, rows in tables.items())
    return [compare(t, [(gone, new) for _, gone, new in differences(was, is_)]) for t, was, is_ in states if was != is_]


def differences(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield what differs between two states of a table: position, line before, line after; an empty one is none.

    Rows that stay are met in their order; those between two of them were changed in place, one by one.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at in reversed(range(len(before))):
        places[before[at]].append(at)
    reached, added = 0, list[int]()
    for at in range(len(after) + 1):
        own = places[after[at]] if at < len(after) else [len(before)]
        while own and own[-1] < reached:
            own.pop()
        if not own:
            added.append(at)
            continue
        met = own.pop()
        for old, new in zip_longest(range(reached, met), added):
            was, becomes = ("" if n is None else lines[n] for n, lines in ((old, before), (new, after)))
            yield old if new is None else new, was, becomes
        reached, added = met + 1, []


def write_import(
    geodata: Path, tables: Mapping[str, Sequence[Row]], target: str, papers: ColumnMapping, file: Path, today: date
) -> int:
    """Write the tables as an import leaves them and the step itself, all or nothing; hold ``locked`` meanwhile.

    Returns
    -------
    int
        The number of the step.
    """
    history = read_history(geodata)
    number = max((s.id for s in history.steps), default=0) + 1
    step = ImportStep(number, today, target, papers.register, file.name, digest_of(file), papers.source)
    states = ((t, to_lines(t, read_rows(geodata, t)), to_lines(t, rows)) for t, rows in tables.items())
    rows = [ImportedRow(number, table, *found) for table, was, is_ in states for found in differences(was, is_)]
    write_tables(geodata, {**tables, **ImportHistory((*history.steps, step), (*history.rows, *rows)).tables()})
    return number


def with_papers(
    mapping: ColumnMapping, history: ImportHistory, sha256: str, corrects: int = 0
) -> tuple[ColumnMapping, ImportStep | None, ImportStep | None]:
    """Complete the source of a file by that of the edition before.

    A title and an address hold for the next edition too, a date only for the same one: the one that the file is said
    to correct (``corrects``, 0 where nothing is said), or one of the same source and date, or the same bytes.

    Returns
    -------
    Mapping, ImportStep or None, ImportStep or None
        The mapping, the edition before, and the import in whose place the file stands if it differs.

    Raises
    ------
    InvalidInputError
        When there is no such import to correct, or it was of another table or register.
    """
    own = [s for s in history.steps if (s.target, s.register) == (mapping.target, mapping.register)]
    last = history.step(corrects) if corrects else next(reversed(own), None)
    if last is None:
        return mapping, None, None
    if (last.target, last.register) != (mapping.target, mapping.register or last.register):
        raise InvalidInputError(
            f"import {last.id} was of {last.target}, register {last.register}: only such a file corrects it",
            f"Import {last.id} dotyczył tabeli {last.target} i rejestru „{last.register}”; podaj plik tego rejestru.",
        )
    old, new = last.source, mapping.source
    named = new if new.url or new.title else old
    source = Provenance(named.url, named.title, new.date or (old.date if corrects or last.sha256 == sha256 else ""))
    same = (s for s in reversed(own) if s.source == source and (source.date or s.sha256 == sha256))
    return replace(mapping, register=last.register, source=source), last, last if corrects else next(same, None)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
