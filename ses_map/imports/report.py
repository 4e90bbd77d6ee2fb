"""What an import did: every row, column and problem of the file is accounted for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ses_map.imports.fields import NAMES, field_of, fields_of
from ses_map.imports.layout import Aside, Layout, Record
from ses_map.imports.merging import Change, Merged
from ses_map.imports.rows import CellProblem, RowResult
from ses_map.imports.sheets import Remark, Sheet
from ses_map.model import Problem, Severity


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What became of one column."""

    sheet: str
    header: str
    #: Field it fills; ``ignore`` where it was left out on purpose; empty where nothing is known of it (a problem).
    field: str


@dataclass(frozen=True)
class Report:
    """The whole account; ``rows`` holds every data row once, so that in = accepted + rejected."""

    file: str
    target: str
    register: str
    dry_run: bool
    columns: tuple[ColumnUse, ...]
    rows: tuple[RowResult, ...]
    asides: tuple[Aside, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    #: Rows of the registry that the file bears out: their sources are newer, and nothing else has changed.
    renewed: int
    #: Mapping file that was written or obeyed; empty where there is none.
    mapping: str
    #: Of a reply sheet: answer → rows that have it.
    answers: dict[str, int] = field(default_factory=dict)
    #: Whether problems kept everything out: a reply sheet is taken whole or not at all.
    refused: bool = False
    #: Number as which it was recorded, and of the import in whose place it stands; 0: nothing was written, or none is.
    step: int = 0
    corrects: int = 0

    @property
    def accepted(self) -> int:
        """Data rows that the registry has taken, or knew already."""
        return sum(r.accepted for r in self.rows)

    @property
    def rejected(self) -> int:
        """Data rows that are not, each with a problem."""
        return len(self.rows) - self.accepted

    def changed(self, what: str) -> tuple[Change, ...]:
        """Return the changes of one sort: ``added``, ``changed``, ``closed``, ``removed``."""
        return tuple(c for c in self.changes if c.what == what)


def list_problems(
    file: str,
    target: str,
    sheets: Sequence[Sheet],
    layouts: Sequence[Layout],
    fields: Mapping[str, str],
    lines: Sequence[RowResult],
    merged: Sequence[Merged],
) -> tuple[Problem, ...]:
    """List what is wrong with a file: with its cells, its sheets and columns, and beside what the registry knew."""
    nameless = _nameless_sheets(target, layouts, fields)
    problems = [_remark(file, sheet, remark) for sheet in sheets for remark in sheet.remarks]
    problems += [
        to_problem(file, line.record, p, _column(fields, line.record, p.field))
        for line in lines
        for p in dict.fromkeys(line.problems)
        if not (p.code == "missing-name" and line.record.sheet in nameless)
    ]
    problems += [_nameless(file, sheet, lines) for sheet in sorted(nameless)]
    problems += [_headless(file, layout) for layout in layouts if _is_headless(layout)]
    repeated = {h for layout in layouts for h in layout.repeated}
    undecided = (use for use in list_columns(layouts, fields) if not use.field)
    problems += [_undecided(file, use, use.header in repeated) for use in undecided]
    problems += [_older(file, key, part.table) for part in merged for key in part.older]
    problems += [_spared(file, key, part.table) for part in merged for key in part.spared]
    return tuple(problems)


def list_columns(layouts: Sequence[Layout], fields: Mapping[str, str]) -> tuple[ColumnUse, ...]:
    """List the columns of all sheets with their fields, each once."""
    uses = []
    for layout in layouts:
        sheet = next((r.sheet for r in layout.records), next((a.sheet for a in layout.asides), ""))
        uses += [ColumnUse(sheet, header, fields[header]) for header in layout.headers]
    return tuple(dict.fromkeys(uses))


def to_problem(
    file: str, record: Record, problem: CellProblem, column: str, place: str = "", refusal: str = ""
) -> Problem:
    """Describe what is wrong with a cell, and where, as the person who keeps the file sees it.

    ``place`` and ``refusal`` are how the place and the refusal are said; by default as those of a row.
    """
    place = place or f"Wiersz {record.row}" + (f" arkusza „{record.sheet}”" if record.sheet else "")
    place += f", kolumna „{' '.join(column.split())}”" if column else ""
    said = f"„{problem.value}” " if problem.value else ""
    tail = f" {refusal or 'Wiersz odrzucono.'}" if problem.refuses else ""
    detail = f"{place}: {said}{problem.why}.{tail}"
    return Problem(
        problem.code, problem.value[:80] or file, Severity.WARNING, detail, file,
        record.row, column, problem.value, record.sheet, problem.suggestion,
    )  # fmt: skip


def _nameless_sheets(target: str, layouts: Sequence[Layout], fields: Mapping[str, str]) -> set[str]:
    """List the sheets with data and no column of names: one problem speaks for all their rows."""
    if not NAMES & set(fields_of(target)):
        return set()
    bare = (layout for layout in layouts if not NAMES & {fields[h] for h in layout.headers})
    return {record.sheet for layout in bare for record in layout.records[:1]}


def _nameless(file: str, sheet: str, lines: Sequence[RowResult]) -> Problem:
    rows = [line.record.row for line in lines if line.record.sheet == sheet]
    what = f"Arkusz „{sheet}”" if sheet else f"Plik {file}"
    detail = (
        f"{what} nie ma kolumny z nazwą; odrzucono jego wiersze {rows[0]}–{rows[-1]} ({len(rows)}). "
        "Wskaż kolumnę nazwy w mapowaniu albo wybierz arkusze opcją --sheet."
    )
    return Problem("no-name-column", sheet or file, Severity.WARNING, detail, file, rows[0], sheet=sheet)


def _is_headless(layout: Layout) -> bool:
    """Check whether a sheet has what looks like a table, and no row of headers that we know: all of it was left."""
    return not layout.headers and any(" | " in aside.text for aside in layout.asides)


def _headless(file: str, layout: Layout) -> Problem:
    first, last = layout.asides[0], layout.asides[-1]
    detail = (
        f"Arkusz „{first.sheet}” nie ma wiersza ze znanymi nagłówkami; pominięto jego wiersze {first.row}–{last.row} "
        f"({len(layout.asides)}). Nazwij kolumny w mapowaniu albo wybierz arkusze opcją --sheet."
    )
    return Problem("no-header-row", first.sheet or file, Severity.WARNING, detail, file, first.row, sheet=first.sheet)


def _column(fields: Mapping[str, str], record: Record, field: str) -> str:
    """Find the column of the row's own sheet that a field came from: its own, or one that it was taken out of."""
    own = {fields[header]: header for header in reversed(record.cells)}
    return next((own[f] for f in (field, *field_of(field).taken_from) if f in own), "")


def _remark(file: str, sheet: Sheet, remark: Remark) -> Problem:
    """Report what the reader of a file tells of a sheet."""
    return Problem(remark.code, sheet.name or file, Severity.WARNING, remark.detail, file, sheet=sheet.name)


def _undecided(file: str, use: ColumnUse, is_repeated: bool) -> Problem:
    """Report a column that nothing is known of, or one of two with one header: none is dropped unread."""
    header, code = " ".join(use.header.split()), "repeated-header" if is_repeated else "unknown-column"
    why = "ma nagłówek, który stoi w tabeli więcej niż raz, więc jej nie wczytano" if is_repeated else "jest nieznana"
    detail = f'Kolumna „{header}” {why}; wskaż jej pole albo "ignore" w pliku mapowania.'
    return Problem(code, header, Severity.WARNING, detail, file, 0, use.header, "", use.sheet)


def _older(file: str, key: str, table: str) -> Problem:
    detail = f"„{key}” opisuje nowsze źródło niż plik {file}; zostawiono je bez zmian."
    return Problem("older-than-known", key, Severity.WARNING, detail, file, value=table)


def _spared(file: str, key: str, table: str) -> Problem:
    detail = (
        f"„{key}” nie ma w pliku {file}, ale może o nim mówić odrzucony albo niejasny wiersz; zostawiono wpis "
        "otwarty. Popraw te wiersze i powtórz import."
    )
    return Problem("closing-withheld", key, Severity.WARNING, detail, file, value=table)
