"""Cells of a batch → clean columns by field, by the rules of ``imports.lines``, each asked once per distinct cell.

A plain text, such as most names are, is recognised by one regular expression for all and left as it is. Rows whose
cells hold several things (an address in one cell) are read by ``imports.lines.read_line`` itself, one after another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ses_map.bulk.columns import Column, Findings, Flags, Numbers, groups
from ses_map.imports import Mapping as ColumnMapping
from ses_map.imports.fields import IGNORE
from ses_map.imports.layout import Record
from ses_map.imports.lines import Line, is_mixed, joined, read_cell, read_line
from ses_map.imports.rows import Row

_LETTERS = "A-Za-z0-9ĄĆĘŁŃÓŚŹŻąćęłńóśźż"
#: A text that cleaning leaves as it is, and that says something: those that do not begin with b, n or x.
_PLAIN = rf"^[{_LETTERS}](?: ?[{_LETTERS}.,;:/()„”&'+-])*$"
_TELLING = r"^[^bBnNxX]"
#: Longer texts are looked at one by one.
_LONGEST_PLAIN = 400

#: Fields that hold several others.
_COMPOSITE = ("name_address", "address")


@dataclass
class Rows:
    """Rows by field, and what is wrong with them."""

    n: int
    columns: dict[str, Column]
    problems: Findings
    #: Headers of the file, as far as they are of a field: ``provenance.provenance_of`` asks for them.
    headers: tuple[str, ...]

    def column(self, name: str) -> Column:
        """Give a column, of empty texts where there is none."""
        return self.columns.get(name) or Column.filled("", self.n)

    def ask(self, fields: Sequence[str], rule: Callable[[Line], Row]) -> dict[str, Column]:
        """Ask a rule of the importer once for each distinct group of values.

        Parameters
        ----------
        fields : sequence of str
            The fields that the rule reads.
        rule : callable
            From a line with these fields to cells of a row; what it finds is noted for all rows of the group.
        """
        columns = [self.column(f) for f in fields]
        first, inverse = groups(columns, self.n)
        texts = zip(*(c.texts(first) for c in columns), strict=True)
        record = Record("", 0, dict.fromkeys(self.headers, ""))
        lines = [Line(record, {f: t for f, t in zip(fields, row, strict=True) if t}) for row in texts]
        made = [rule(line) for line in lines]
        self.note(lines, inverse)
        return {key: Column([row[key] for row in made], inverse) for key in (made[0] if made else {})}

    def note(self, lines: Sequence[Line], inverse: Numbers) -> None:
        """Note what was found in lines; ``inverse`` gives for each row its line."""
        which: dict[tuple[str, str, bool], list[int]] = {}
        for number, line in enumerate(lines):
            for problem in line.problems:
                which.setdefault((problem.code, problem.field, problem.refuses), []).append(number)
        for (code, name, refuses), numbers in which.items():
            has = np.zeros(len(lines), dtype=np.bool_)
            has[numbers] = True
            self.problems.add(code, name, has[inverse], refuses)


def clean_rows(cells: pa.RecordBatch, mapping: ColumnMapping, fields: Mapping[str, str]) -> Rows:
    """Clean a batch.

    Parameters
    ----------
    cells : RecordBatch
        Text as it came, one column per header.
    mapping : Mapping
        Constants and tables of values.
    fields : mapping
        Header → field.
    """
    n = cells.num_rows
    headers = tuple(h for h, f in fields.items() if f and f != IGNORE)
    rows = Rows(n, {}, Findings(n), headers)
    for header in headers:
        name = fields[header]
        column = _cleaned(rows, mapping, name, cells.column(header))
        before = rows.columns.get(name)
        rows.columns[name] = _join(name, before, column, n) if before else column
    deep = _deep(rows)
    _complete(rows, mapping)
    if deep.any():
        _read_deep(rows, deep, cells, mapping, dict(fields))
    return rows


def _cleaned(rows: Rows, mapping: ColumnMapping, name: str, cells: pa.Array) -> Column:
    column = Column.of(cells)
    dangers: dict[str, list[int]] = {}
    for number in _uneven(column.values, translated=name in mapping.values):
        column.values[number], danger = read_cell(mapping, name, column.values[number])
        if danger:
            column.values[number] = ""
            dangers.setdefault(danger, []).append(number)
    for danger, numbers in dangers.items():
        rows.problems.add(danger, name, np.isin(column.codes, numbers), refuses=True)
    return column


def _uneven(values: list[str], translated: bool) -> list[int]:
    """List the numbers of values that rules have to look at."""
    if translated:
        return list(range(len(values)))
    texts = pa.array(values, pa.string())
    plain = pc.and_(pc.match_substring_regex(texts, _PLAIN), pc.match_substring_regex(texts, _TELLING))
    plain = pc.and_(plain, pc.less_equal(pc.utf8_length(texts), _LONGEST_PLAIN))
    return np.flatnonzero(~plain.to_numpy(zero_copy_only=False)).tolist()


def _join(name: str, before: Column, column: Column, n: int) -> Column:
    first, inverse = groups([before, column], n)
    pairs = zip(before.texts(first), column.texts(first), strict=True)
    return Column([joined(name, one, two) if two else one for one, two in pairs], inverse)


def _deep(rows: Rows) -> Flags:
    """Tell which rows have a cell that has to be taken apart."""
    flags = [rows.column(name).filled_cells() for name in _COMPOSITE]
    found: Flags = np.logical_or.reduce([*flags, rows.column("town").flags(is_mixed)])
    return found


def _complete(rows: Rows, mapping: ColumnMapping) -> None:
    """Fill in the constants of the mapping, and add the house to its street or village."""
    for name, constant in mapping.constants.items():
        column = rows.column(name)
        rows.columns[name] = column.where(~column.filled_cells(), Column.filled(constant, rows.n))
    if "house" in rows.columns:
        parts = [rows.columns.pop("house"), rows.column("street"), rows.column("town")]
        first, inverse = groups(parts, rows.n)
        texts = zip(*(part.texts(first) for part in parts), strict=True)
        whole = [f"{street or town} {house}".strip() if house else street for house, street, town in texts]
        rows.columns["street"] = Column(whole, inverse)


def _read_deep(rows: Rows, deep: Flags, cells: pa.RecordBatch, mapping: ColumnMapping, fields: dict[str, str]) -> None:
    numbers = np.flatnonzero(deep)
    rows.problems.clear(deep)
    records = cells.select(list(rows.headers)).take(pa.array(numbers)).to_pylist()
    lines = [read_line(Record("", 0, {h: t or "" for h, t in r.items()}), mapping, fields) for r in records]
    inverse = np.full(rows.n, len(lines), dtype=np.int64)
    inverse[numbers] = np.arange(len(lines))
    rows.note([*lines, Line(Record("", 0, {}), {})], inverse)
    for name in {*rows.columns, *(f for line in lines for f in line.values)} - set(_COMPOSITE):
        values = Column([*(line.get(name) for line in lines), ""], inverse)
        rows.columns[name] = rows.column(name).where(deep, values)
