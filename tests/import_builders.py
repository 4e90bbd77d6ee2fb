"""Registers as offices keep them: records, files, imports, and what they left behind."""

import copy
import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from ses_map import sources
from ses_map.cli import main
from ses_map.imports import ImportRequest, Report, import_file
from ses_map.imports import Mapping as Columns
from ses_map.imports.cleaning import read_row, restore_zeros
from ses_map.imports.context import ImportContext
from ses_map.imports.importing import RULES
from ses_map.imports.layout import Record
from ses_map.imports.rows import RowResult
from ses_map.imports.writing import validate
from ses_map.model import Provenance
from tests.builders import TODAY

ENTITIES, CENTRES, OFFICES, CONTACTS, CLAIMS, FIGURES = (
    f"registry/{name}.csv" for name in ("entities", "centres", "offices", "contacts", "assignments", "indicators")
)
OFFICE, LATER = (Provenance("", "Wykaz urzędu", year) for year in ("2024", "2025"))

#: What the command line wants to know of every file.
PAPERS = ("--source-title", "Wykaz urzędu", "--source-date", "2024")

#: Office rows, one of them good; the rest attack whoever reads them.
HEADER = ["Nazwa", "Rodzaj", "Powiat", "Miejscowość", "Strona www", "Opinia"]
GOOD = ["Fundacja Promyk", "fundacja", "kwidzyński", "Kwidzyn", "", ""]
SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("http://example.com";"klik")'
HOSTILE = [
    HEADER,
    GOOD,
    [SCRIPT, "CIS", "kwidzyński", "Kwidzyn", "", ""],
    [FORMULA, "CIS", "kwidzyński", "Kwidzyn", "", ""],
    ["Fundacja \x1b[2JIskra", "fundacja", "kwidzyński", "Kwidzyn", "", ""],
    ["Fundacja Gwiazda", "fundacja", "kwidzinski", "Kwidzyn", "na Facebooku", "@SUM(1)"],
    ["Fundacja Kometa", "fundacja", "-", "", "+zadzwoń", ""],
]

_OWES = ["Nazwa OWES", "Województwo", "Obszar"]
#: Two editions of one register of centres, with nothing in common.
EDITIONS = (
    [_OWES, ["Ośrodek Promyk", "pomorskie", "powiaty: sztumski, kwidzyński"]],
    [_OWES, ["Ośrodek Iskra", "pomorskie", "powiat człuchowski bez gminy Czarne"]],
)

#: A register of entities.
FUNDACJE = [["Nazwa", "Powiat", "Miejscowość"], *([f"Fundacja {c}", "kwidzyński", "Kwidzyn"] for c in "ABCDEFGH")]

Row = dict[str, str]


def mapping(target: str, **changes: Any) -> Columns:
    return replace(Columns(target, "wykaz", OFFICE), **changes)


def read(context: ImportContext, target: str, *records: Row, **changes: Any) -> list[RowResult]:
    """What becomes of records, each told by its headers; the first is row 2."""
    columns = mapping(target, **changes)
    lines = []
    for row, cells in enumerate(records, start=2):
        fields = {h: columns.field_of(h) for h in cells}
        lines.append(read_row(Record("", row, cells), columns, fields, context.locator.towns))
    restore_zeros(lines, {*context.names.gminy, *context.names.powiaty, *context.names.voivodeships})
    RULES[target](lines, columns, context)
    return lines


def codes(outcome: RowResult) -> list[str]:
    return [f.code for f in outcome.problems]


def refusals(outcome: RowResult) -> list[str]:
    return [f.code for f in outcome.problems if f.refuses]


def gives(outcome: RowResult) -> bool:
    """Whether the registry gets a row of it."""
    return any(outcome.rows.values())


def unfit(results: list[RowResult]) -> list[RowResult]:
    """Those that their tables refuse at the last gate, as they were before it."""
    before = copy.deepcopy(results)
    validate(results)
    return [was for was, is_ in zip(before, results, strict=True) if was != is_]


def units(outcome: RowResult) -> list[str]:
    """The claims of a record: ``0201``, ``!020101`` (left out), ``0201?`` (derived)."""
    return [
        f"{'!' if r['effect'] == 'exclude' else ''}{r['unit']}{'?' if r['confidence'] == 'derived' else ''}"
        for r in outcome.rows.get(CLAIMS, ())
    ]


def write_sheet(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A CSV file as a Polish spreadsheet saves it, with semicolons."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def edition(folder: Path, rows: Iterable[Sequence[object]], name: str = "wykaz") -> Path:
    """The file of an edition of a register."""
    return write_sheet(folder / f"{name}.csv", rows)


def write_workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]], merged: Sequence[str] = ()) -> Path:
    """A workbook; ``merged`` names ranges of its first sheet; a text that begins with ``=`` stays a text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cell in (c for line in sheet.iter_rows() for c in line if isinstance(c.value, str)):
            cell.data_type = "s"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def take(geodata: Path, path: Path, target: str, **changes: Any) -> Report:
    """Import a file; ``close_many``, ``dry_run``, ``sheets`` and ``corrects`` are wishes, all else is the mapping's."""
    wishes = {k: changes.pop(k) for k in ("close_many", "dry_run", "sheets", "corrects") if k in changes}
    return import_file(geodata, ImportRequest(path, mapping(target, **changes), None, TODAY, **wishes))


def rows_of(geodata: Path, table: str) -> list[Row]:
    with (geodata / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(geodata: Path, table: str, **where: str) -> Row:
    (found,) = [r for r in rows_of(geodata, table) if where.items() <= r.items()]
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def facts_of(geodata: Path) -> dict[str, bytes]:
    """Every file but those that say by which imports it became so."""
    return {path: data for path, data in files_of(geodata).items() if "import" not in path}


def assert_sealed(geodata: Path) -> None:
    """Every manifest describes its file, and nothing of an import is left over."""
    for source in sources.read_manifests(geodata):
        sources.verify(geodata, source)
    assert [p.name for p in geodata.iterdir() if p.name.startswith(".import")] == []


def run(geodata: Path, target: str, path: Path, *arguments: object) -> Result:
    """What a steward types."""
    typed = ["--geodata", geodata, "import", target, path, *PAPERS, *arguments]
    return CliRunner().invoke(main, list(map(str, typed)))
