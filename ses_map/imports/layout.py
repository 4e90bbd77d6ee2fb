"""From a sheet to records: title rows, headers of one or two rows, numbering, totals and notes kept apart from data.

Every row of the sheet that is not blank ends up in exactly one place: a :class:`Record` or an :class:`Aside`.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ses_map.imports.cells import clean_text
from ses_map.imports.sheets import Sheet
from ses_map.spelling import fold

#: Tells whether a cell is the header of a column we know.
Recogniser = Callable[[str], bool]

_TOTAL = re.compile(r"(razem|suma|ogolem|lacznie)\b.*")
_FIGURE = re.compile(r"[-+]?\d[\d\s]*(?:[.,]\d+)?\s?%?|[-–—]")
_YEAR = re.compile(r"(?:19|20)\d\d(?: ?(?:r\.?|rok))?")
#: How the stand-in for a missing header begins; the number of its column follows.
STAND_IN = "(kolumna "
Row = tuple[str, ...]


class Role(StrEnum):
    """What a row that is no data row is."""

    TITLE = "title"
    HEADER = "header"
    NUMBERING = "numbering"
    TOTAL = "total"
    NOTE = "note"
    #: Lines of the row above, joined to it.
    CONTINUATION = "continuation"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no data row."""

    sheet: str
    row: int
    role: Role
    text: str


class Record(NamedTuple):
    """A data row: its cells by header, as in the file."""

    sheet: str
    row: int
    cells: dict[str, str]


class Doubt(NamedTuple):
    """A data row that may not be one, or not the whole of it; ``why`` goes on with a sentence about its name."""

    row: int
    why: str
    refuses: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet holds; ``headers`` in the order of first appearance."""

    headers: tuple[str, ...]
    records: tuple[Record, ...]
    asides: tuple[Aside, ...]
    #: Headers that stand twice over one table: nobody can tell their columns apart.
    repeated: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()


def lay_out(sheet: Sheet, is_known: Recogniser) -> Layout:
    """Separate data rows from everything around them.

    A row is a header when ``is_known`` knows two of its cells, and half of them or all but those that stand over
    figures. One cell alone is a header where no such row is in the sheet.
    """
    reader = _Reader(sheet, is_known)
    at = 0
    while at < len(sheet.rows):
        at += reader.read(at)
    headers, repeated = tuple(dict.fromkeys(reader.seen)), frozenset(reader.repeated)
    return Layout(headers, tuple(reader.records), tuple(reader.asides), repeated)


class _Reader:
    """Goes down a sheet with the header that holds at the moment."""

    def __init__(self, sheet: Sheet, is_known: Recogniser) -> None:
        self.sheet, self.is_known = sheet, is_known
        self.columns: dict[int, str] = {}
        self.seen: list[str] = []
        self.repeated: set[str] = set()
        self.records: list[Record] = []
        self.asides: list[Aside] = []
        self._down = _filled_down(sheet)
        self._wide = {at for at, row in enumerate(sheet.rows) if self._is_wide_header(at, _filled(row))}

    def read(self, at: int) -> int:
        """Read the row at an index and give the number of rows taken."""
        if not _filled(self.sheet.rows[at]):
            return 1
        row = self._whole(at)
        filled = _filled(row)
        if at in self._wide or self._is_lone_header(at, row, filled):
            return self._take_header(at)
        if not self.columns:
            self._aside(at, Role.TITLE)
        elif _is_numbering(row, filled):
            self._aside(at, Role.NUMBERING)
        elif _is_total(row, filled):
            self._aside(at, Role.TOTAL)
        elif self._is_note(at, filled):
            self._aside(at, Role.NOTE)
        else:
            cells = {header: _cell_raw(row, i) for i, header in self.columns.items()}
            self.records.append(Record(self.sheet.name, self.sheet.numbers[at], cells))
        return 1

    def _is_wide_header(self, at: int, filled: list[int]) -> bool:
        row = self.sheet.rows[at]
        others = [i for i in filled if not self.is_known(row[i])]
        known = len(filled) - len(others) if not _are_measures(row) else 0
        if known == 1 and others and all(_YEAR.fullmatch(_cell(row, i)) for i in others):
            return self._are_over_figures(at, others)
        return known >= 2 and (known >= len(others) or self._are_over_figures(at, others))

    def _are_over_figures(self, at: int, columns: list[int]) -> bool:
        """Check whether figures stand below columns of a header, or below its second row."""
        first, second = (*self.sheet.rows[at : at + 2], ())[:2]
        is_deep = self._is_second(first, second) and self._are_figures(at + 1, _filled(second))
        return is_deep or self._are_figures(at, columns)

    def _are_figures(self, at: int, columns: list[int]) -> bool:
        """Check whether columns have headers in words (or years), and figures in the next row that is not blank."""
        row, later = self.sheet.rows[at], map(self.sheet.rows.__getitem__, range(at + 1, len(self.sheet.rows)))
        below = next((r for r in later if _filled(r) and not _are_measures(r)), ())
        under = [_cell(below, i) for i in columns]
        words = all(not _FIGURE.fullmatch(_cell(row, i)) or _YEAR.fullmatch(_cell(row, i)) for i in columns)
        return words and any(under) and all(not text or _FIGURE.fullmatch(text) for text in under)

    def _is_lone_header(self, at: int, row: Row, filled: list[int]) -> bool:
        """Recognise a header of one known cell, and others over figures, where the sheet has none that is surer."""
        if self.columns or self._wide:
            return False
        others = [i for i in filled if not self.is_known(row[i])]
        return len(filled) - len(others) == 1 and (not others or self._are_over_figures(at, others))

    def _is_note(self, at: int, filled: list[int]) -> bool:
        """Recognise a title or note inside a table of more columns than two: one cell, at its left or merged wide."""
        if len(filled) != 1 or len(self.columns) <= 2:
            return False
        wide = any(top == at and left == filled[0] < right for top, left, _, right in self.sheet.merged)
        return wide or filled[0] <= min(self.columns)

    def _take_header(self, at: int) -> int:
        rows = self.sheet.rows
        second = rows[at + 1] if at + 1 < len(rows) else ()
        deep = self._is_second(rows[at], second)
        names = _headers(rows[at], second if deep else (), self._widths(at, rows[at]))
        below = rows[at + 1 + deep] if at + 1 + deep < len(rows) else ()
        if measured := _are_measures(below):
            names |= {i: f"{name} {_cell(below, i)}" for i, name in names.items() if _cell(below, i)}
        self.columns = dict(zip(names, unique_headers(names.values()), strict=True))
        self.repeated |= repeated_headers(names.values())
        end = at + 1 + deep + measured
        self._name_bare_columns(end)
        self.seen.extend(self.columns.values())
        for row in range(at, end):
            self._aside(row, Role.HEADER)
        return end - at

    def _name_bare_columns(self, first: int) -> None:
        """Name columns that have data and no header, so that nothing in them is lost."""
        with_data = {i for row in self.sheet.rows[first:] for i in _filled(row)}
        for column in sorted(with_data - self.columns.keys()):
            self.columns[column] = unique_header("", column + 1, self.columns.values())

    def _is_second(self, first: Row, second: Row) -> bool:
        """Recognise a second header row: it splits what the first spans, and half of its parts are known.

        Where none is known, all of them have to be words that split spans, under a header that has columns besides.
        """
        filled = _filled(second)
        if filled and 0 < len(filled) < len(_filled(first)) and all(_YEAR.fullmatch(_cell(second, i)) for i in filled):
            return True
        if all(_cell(first, i) for i in filled):
            return False
        if 2 * sum(self.is_known(second[i]) for i in filled) >= len(filled):
            return True
        heads = _filled(first)
        parents = Counter(max((h for h in heads if h <= i), default=-1) for i in filled)
        words = not any(re.search(r"\d", second[i]) and not _YEAR.fullmatch(_cell(second, i)) for i in filled)
        return words and -1 not in parents and min(parents.values()) > 1 and len(parents) < len(heads)

    def _widths(self, at: int, row: Row) -> dict[int, int]:
        """Return, for each column that has a header, the column before which it ends to span."""
        merged = {left: right + 1 for top, left, _, right in self.sheet.merged if top == at}
        starts = _filled(row)
        ends = [*starts[1:], 1 + max(len(row), *(len(r) for r in self.sheet.rows[at : at + 2]))]
        return {i: merged.get(i, end if not self.sheet.merged else i + 1) for i, end in zip(starts, ends, strict=True)}

    def _whole(self, at: int) -> Row:
        """Return a row with what merged cells put into it from above."""
        row, down = self.sheet.rows[at], self._down.get(at)
        if not down:
            return row
        width = max(len(row), *(i + 1 for i in down))
        return tuple(_cell_raw(row, i) if _cell(row, i) else down.get(i, _cell_raw(row, i)) for i in range(width))

    def _aside(self, at: int, role: Role) -> None:
        text = " | ".join(filter(None, map(clean_text, self.sheet.rows[at])))
        self.asides.append(Aside(self.sheet.name, self.sheet.numbers[at], role, text))


def _filled(row: Row) -> list[int]:
    return [i for i, cell in enumerate(row) if cell[:1].isalnum() or clean_text(cell)]


def _cell_raw(row: Row, at: int) -> str:
    return row[at] if at < len(row) else ""


def _cell(row: Row, at: int) -> str:
    return clean_text(_cell_raw(row, at))


def _headers(first: Row, second: Row, widths: dict[int, int]) -> dict[int, str]:
    """Join the rows of a header: ``Adres / miejscowość``; a slash of its own has no blanks (``Nazwa/adres``)."""
    columns: dict[int, str] = {}
    for column in range(max(len(first), len(second))):
        above = next((_cell(first, i) for i, end in widths.items() if i <= column < end), "") if second else ""
        parts = (_cell(first, column) or (above if _cell(second, column) else ""), _cell(second, column))
        name = " / ".join(dict.fromkeys(map(header_text, filter(None, parts))))
        if name:
            columns[column] = name
    return columns


def header_text(cell: str) -> str:
    """Tidy one cell of a header; only the rows of a header are joined by a slash between blanks."""
    return re.sub(r"\s*/\s*", "/", clean_text(cell))


def unique_headers(names: Iterable[str]) -> tuple[str, ...]:
    """Return headers that differ, in their order."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        found.append(unique_header(name, number, found))
    return tuple(found)


def repeated_headers(names: Collection[str]) -> frozenset[str]:
    """Return those of :func:`unique_headers` whose names, without accents and signs, stand there twice."""
    keys = [fold(name) or name for name in names]
    pairs = zip(unique_headers(names), keys, strict=True)
    return frozenset(header for header, key in pairs if key and keys.count(key) > 1)


def unique_header(name: str, number: int, taken: Collection[str]) -> str:
    """Return a header that no other column has: a stand-in for a missing one, a number after one that comes again."""
    name = name or f"{STAND_IN}{number})"
    numbered = (f"{name} ({n})" for n in range(2, len(taken) + 3))
    return next(n for n in (name, *numbered) if n not in taken)


def _are_measures(row: Row) -> bool:
    """Recognise the row of a header that has nothing but measures: ``[osoba]``, ``(tys. zł)``."""
    filled = _filled(row)
    return bool(filled) and all(re.fullmatch(r"[\[(](?!\d+\W*$).{1,30}[\])]", _cell(row, i)) for i in filled)


def _is_numbering(row: Row, filled: list[int]) -> bool:
    """Recognise the row 1, 2, 3 … that official forms have under their header."""
    return len(filled) > 2 and all(clean_text(row[i]).strip("().") == str(n) for n, i in enumerate(filled, start=1))


def _is_total(row: Row, filled: list[int]) -> bool:
    """Recognise a row of sums beside an organisation called ``Razem``: nothing but figures follows its word."""
    word, rest = fold(row[filled[0]]), filled[1:]
    if not rest:
        return word in ("razem", "suma", "ogolem", "lacznie")
    return bool(_TOTAL.fullmatch(word)) and all(_FIGURE.fullmatch(clean_text(row[i])) for i in rest)


def _filled_down(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Return the texts that merged cells put into the rows below their first: row index → column → text."""
    down: dict[int, dict[int, str]] = {}
    for top, left, bottom, _ in sheet.merged:
        if bottom > top and top < len(sheet.rows):
            for at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                down.setdefault(at, {})[left] = _cell_raw(sheet.rows[top], left)
    return down
