"""What an import did: every row, column and problem of the file is accounted for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ses_map.imports.fields import NAMES, field_of, fields_of
from ses_map.imports.layout import Aside, Layout, Record
from ses_map.imports.mapping import Mapping
from ses_map.imports.merging import Change, Merged
from ses_map.imports.rows import CellProblem, RowResult
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


@dataclass(frozen=True)
class ImportFacts:
    """What the report is about."""

    file: str
    mapping: Mapping
    #: Where the mapping was written; empty where it was given.
    written_to: str
    dry_run: bool
    layouts: Sequence[Layout]
    #: Header → field, ``ignore``, or empty.
    fields: dict[str, str]


def build_report(about: ImportFacts, lines: Sequence[RowResult], merged: Sequence[Merged]) -> Report:
    """Put the report together from what became of each row and of each table."""
    nameless = _nameless_sheets(about)
    problems = [
        to_problem(about.file, line.record, p, _column(about, line.record, p.field))
        for line in lines
        for p in dict.fromkeys(line.problems)
        if not (p.code == "missing-name" and line.record.sheet in nameless)
    ]
    problems += [_nameless(about, sheet, lines) for sheet in sorted(nameless)]
    problems += [_headless(about, layout) for layout in about.layouts if _is_headless(layout)]
    problems += _column_problems(about)
    problems += [_older(about, key, part) for part in merged for key in part.older]
    problems += [_spared(about, key, part) for part in merged for key in part.spared]
    return Report(
        file=about.file,
        target=about.mapping.target,
        register=about.mapping.register,
        dry_run=about.dry_run,
        columns=tuple(dict.fromkeys(_columns(about))),
        rows=tuple(lines),
        asides=tuple(a for layout in about.layouts for a in layout.asides),
        problems=tuple(problems),
        changes=tuple(c for part in merged for c in part.changes),
        renewed=sum(part.renewed for part in merged),
        mapping=about.written_to,
    )


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


def _nameless_sheets(about: ImportFacts) -> set[str]:
    """List the sheets with data and no column of names: one problem speaks for all their rows."""
    if not NAMES & set(fields_of(about.mapping.target)):
        return set()
    bare = (layout for layout in about.layouts if not NAMES & {about.fields[h] for h in layout.headers})
    return {record.sheet for layout in bare for record in layout.records[:1]}


def _nameless(about: ImportFacts, sheet: str, lines: Sequence[RowResult]) -> Problem:
    rows = [line.record.row for line in lines if line.record.sheet == sheet]
    what = f"Arkusz „{sheet}”" if sheet else f"Plik {about.file}"
    detail = (
        f"{what} nie ma kolumny z nazwą; odrzucono jego wiersze {rows[0]}–{rows[-1]} ({len(rows)}). "
        "Wskaż kolumnę nazwy w mapowaniu albo wybierz arkusze opcją --sheet."
    )
    return _of_sheet(about, "no-name-column", sheet, detail, rows[0])


def _is_headless(layout: Layout) -> bool:
    """Check whether a sheet has what looks like a table, and no row of headers that we know: all of it was left."""
    return not layout.headers and any(" | " in aside.text for aside in layout.asides)


def _headless(about: ImportFacts, layout: Layout) -> Problem:
    first, last = layout.asides[0], layout.asides[-1]
    detail = (
        f"Arkusz „{first.sheet}” nie ma wiersza ze znanymi nagłówkami; pominięto jego wiersze {first.row}–{last.row} "
        f"({len(layout.asides)}). Nazwij kolumny w mapowaniu albo wybierz arkusze opcją --sheet."
    )
    return _of_sheet(about, "no-header-row", first.sheet, detail, first.row)


def _of_sheet(about: ImportFacts, code: str, sheet: str, detail: str, row: int) -> Problem:
    return Problem(code, sheet or about.file, Severity.WARNING, detail, about.file, row, sheet=sheet)


def _columns(about: ImportFacts) -> Iterable[ColumnUse]:
    for layout in about.layouts:
        sheet = next((r.sheet for r in layout.records), next((a.sheet for a in layout.asides), ""))
        yield from (ColumnUse(sheet, header, about.fields[header]) for header in layout.headers)


def _column(about: ImportFacts, record: Record, field: str) -> str:
    """Find the column of the row's own sheet that a field came from: its own, or one that it was taken out of."""
    own = {about.fields[header]: header for header in reversed(record.cells)}
    return next((own[f] for f in (field, *field_of(field).taken_from) if f in own), "")


def _column_problems(about: ImportFacts) -> list[Problem]:
    """Report columns that nothing is known of: none is dropped unread."""
    problems = []
    for use in dict.fromkeys(_columns(about)):
        if not use.field:
            header = " ".join(use.header.split())
            detail = f'Kolumna „{header}” jest nieznana; wskaż jej pole albo "ignore" w pliku mapowania.'
            problems.append(
                Problem("unknown-column", header, Severity.WARNING, detail, about.file, 0, use.header, "", use.sheet)
            )
    return problems


def _older(about: ImportFacts, key: str, part: Merged) -> Problem:
    detail = f"„{key}” opisuje nowsze źródło niż plik {about.file}; zostawiono je bez zmian."
    return Problem("older-than-known", key, Severity.WARNING, detail, about.file, value=part.table)


def _spared(about: ImportFacts, key: str, part: Merged) -> Problem:
    detail = (
        f"„{key}” nie ma w pliku {about.file}, ale może o nim mówić odrzucony albo niejasny wiersz; zostawiono wpis "
        "otwarty. Popraw te wiersze i powtórz import."
    )
    return Problem("closing-withheld", key, Severity.WARNING, detail, about.file, value=part.table)
