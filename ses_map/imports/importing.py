"""One file into the registry: read, lay out, map, locate, merge, write, and account for all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ses_map.datasets.imports import ImportStep
from ses_map.errors import ImportFileError
from ses_map.imports.centres import build_centres, build_contacts
from ses_map.imports.claims import build_assignments
from ses_map.imports.cleaning import read_records, resolve_places, restore_zeros
from ses_map.imports.columns import (
    complete_mapping,
    fields_of_layouts,
    lay_out_sheet,
    require_one_column_a_figure,
    require_source,
)  # fmt: skip
from ses_map.imports.context import ImportContext, read_context
from ses_map.imports.entities import build_entities
from ses_map.imports.grids import read_grids
from ses_map.imports.history import digest_of, read_history, with_papers, write_import
from ses_map.imports.indicators import build_indicators
from ses_map.imports.layout import Layout
from ses_map.imports.mapping import Mapping, write_mapping
from ses_map.imports.merging import Merged, merge
from ses_map.imports.offices import build_offices
from ses_map.imports.reading import is_reply, read_sheets
from ses_map.imports.report import Report, list_columns, list_problems
from ses_map.imports.rows import Row, RowResult
from ses_map.imports.sheets import Sheet
from ses_map.imports.undoing import replaced
from ses_map.imports.writing import locked, read_rows, validate

Progress = Callable[[str], None]

#: Target → the rules that turn its rows into rows of the registry, or refuse them.
RULES: dict[str, Callable[[Sequence[RowResult], Mapping, ImportContext], None]] = {
    "entities": build_entities,
    "centres": build_centres,
    "offices": build_offices,
    "contacts": build_contacts,
    "assignments": build_assignments,
    "indicators": build_indicators,
}
#: An edition that would close more than this share of its register is refused unless the caller means it.
_CLOSABLE = 0.5
#: So few rows may be closed whatever their share.
_FEW = 5


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the caller wants of an import."""

    path: Path
    mapping: Mapping
    #: Where the mapping is to be written; ``None`` where it was read from a file.
    write_to: Path | None
    #: Recorded as the day of the import.
    today: date
    dry_run: bool = False
    #: Whether an edition may close more than half of its register.
    close_many: bool = False
    #: Sheets to read; all where it is empty.
    sheets: tuple[str, ...] = ()
    #: Number of the import that the file is a corrected edition of; 0: none, unless it has the same source and date.
    corrects: int = 0


def import_file(geodata: Path, request: ImportRequest, progress: Progress = lambda step: None) -> Report:
    """Import a file into the ``registry/`` of a geodata folder, and report every row, column and problem.

    ``progress`` is called with the name of each step as it begins.

    Raises
    ------
    ImportFileError
        When the file cannot be read or holds no table we know; the registry is untouched.
    """
    progress("czytanie pliku")
    sheets = _sheets(request)
    layouts = [lay_out_sheet(sheet, request.mapping) for sheet in sheets]
    if not any(layout.records for layout in layouts):
        raise _no_table(request, layouts)
    with locked(geodata):
        asked, digest = request.corrects, digest_of(request.path)
        mapping, last, corrected = with_papers(request.mapping, read_history(geodata), digest, asked)
        request = replace(request, mapping=mapping, corrects=0)
        if corrected and asked:
            return _correct(geodata, request, corrected, progress)
        mapping = complete_mapping(mapping, layouts)
        fields = fields_of_layouts(mapping, layouts)
        require_source(mapping, fields.values(), last)
        require_one_column_a_figure(fields)
        lines, merged = _merged(geodata, request, layouts, mapping, fields, progress)
        differing = {m.table: m.rows for m in merged if m.differs}
        if corrected and differing:
            _require_whole(merged, request, corrected)
            return _correct(geodata, request, corrected, progress)
        _keep_mapping(request, mapping, fields)
        step = 0
        if differing and not request.dry_run:
            step = write_import(geodata, differing, mapping.target, mapping, request.path, request.today)
    return Report(
        file=request.path.name,
        target=mapping.target,
        register=mapping.register,
        dry_run=request.dry_run,
        columns=list_columns(layouts, fields),
        rows=tuple(lines),
        asides=tuple(a for layout in layouts for a in layout.asides),
        problems=list_problems(request.path.name, mapping.target, sheets, layouts, fields, lines, merged),
        changes=tuple(c for part in merged for c in part.changes),
        renewed=sum(part.renewed for part in merged),
        mapping=str(request.write_to or ""),
        step=step,
    )


def _correct(geodata: Path, request: ImportRequest, step: ImportStep, progress: Progress) -> Report:
    """Import a corrected edition in the place of the import before: as if that had not been made."""
    with replaced(geodata, step, request.dry_run) as (copy, changes):
        report = import_file(copy, replace(request, dry_run=False), progress)
    told = tuple(change for part in changes for change in part.changes)
    renewed = sum(part.renewed for part in changes)
    number = 0 if request.dry_run or not report.step else step.id
    return replace(report, dry_run=request.dry_run, changes=told, renewed=renewed, corrects=step.id, step=number)


def _require_whole(merged: Sequence[Merged], request: ImportRequest, step: ImportStep) -> None:
    """Refuse rejected rows that may speak of what a correction would take away, unless the caller means it."""
    if keys := [key for part in merged for key in part.spared]:
        listed = ", ".join(keys[:5]) + (" …" if keys[5:] else "")
        raise ImportFileError(
            f"rejected rows of {request.path.name} may speak of {listed}: mend them, or give --corrects {step.id}",
            f"Plik {request.path.name} ma to samo źródło co import {step.id}, ale jego odrzucone wiersze mogą mówić "
            f"o: {listed}; popraw je albo powtórz import z opcją --corrects {step.id}.",
        )


def build_rows(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into rows of the registry: repaired, by the rules of their table, validated."""
    names = context.names
    restore_zeros(lines, {*names.gminy, *names.powiaty, *names.voivodeships})
    resolve_places(lines, context.locator.towns)
    read_grids(lines, context.locator.at_point, context.locator.named)
    RULES[mapping.target](lines, mapping, context)
    for line in lines:
        line.powiat_name = names.powiaty[line.powiat].name if line.powiat in names.powiaty else ""
    validate(lines)


def _sheets(request: ImportRequest) -> list[Sheet]:
    sheets = read_sheets(request.path)
    if is_reply(sheets):
        raise ImportFileError(
            f"{request.path.name} is a reply sheet: import it with import reply",
            f"Plik {request.path.name} to arkusz odpowiedzi; wczytaj go poleceniem ses-map import reply.",
        )
    chosen = [s for s in sheets if not request.sheets or s.name in request.sheets]
    missing = sorted(set(request.sheets) - {s.name for s in sheets})
    if missing:
        listed, there = ", ".join(missing), ", ".join(s.name for s in sheets)
        raise ImportFileError(
            f"{request.path.name} has no sheet {listed}: it has {there}",
            f"W pliku {request.path.name} nie ma arkusza: {listed}; są: {there}.",
        )
    return chosen


def _no_table(request: ImportRequest, layouts: Sequence[Layout]) -> ImportFileError:
    name = request.path.name
    if any(layout.headers for layout in layouts):
        return ImportFileError(
            f"{name} has headers and no row of data below them: fill the table",
            f"W pliku {name} są nagłówki, a pod nimi ani jednego wiersza danych; uzupełnij tabelę.",
        )
    first = next((a.text for layout in layouts for a in layout.asides), "")[:120]
    return ImportFileError(
        f"{name} has no row of headers that we know (it begins with {first!r}): name them in a mapping",
        f"W pliku {name} nie ma wiersza ze znanymi nagłówkami kolumn (zaczyna się od „{first}”); "
        "wskaż kolumny w pliku mapowania i podaj go opcją --mapping.",
    )


def _keep_mapping(request: ImportRequest, mapping: Mapping, fields: dict[str, str]) -> None:
    if not request.write_to:
        return
    try:
        write_mapping(request.write_to, mapping, fields)
    except OSError as error:
        raise ImportFileError(
            f"mapping {request.write_to} cannot be written ({error}): give another path with --mapping",
            f"Nie da się zapisać mapowania {request.write_to} ({error.strerror}); podaj inną ścieżkę opcją --mapping.",
        ) from error


def _merged(
    geodata: Path,
    request: ImportRequest,
    layouts: Sequence[Layout],
    mapping: Mapping,
    fields: dict[str, str],
    progress: Progress,
) -> tuple[list[RowResult], list[Merged]]:
    """Read the rows against the registry, and put those accepted into its tables."""
    progress("rejestr i nazwy")
    context = read_context(geodata)
    progress("ustalanie miejsc")
    towns = context.locator.towns
    lines = [line for layout in layouts for line in read_records(layout, mapping, fields, towns)]
    build_rows(lines, mapping, context)
    progress("zapis" if not request.dry_run else "porównanie")
    merged = _merge(geodata, lines, mapping)
    _check_closing(merged, request)
    return lines, merged


def _merge(geodata: Path, lines: Sequence[RowResult], mapping: Mapping) -> list[Merged]:
    tables: dict[str, list[Row]] = {f"registry/{mapping.target}.csv": []}
    for line in lines:
        for table, rows in line.rows.items():
            tables.setdefault(table, []).extend(rows)
    spares = {spared for line in lines for spared in line.spares}
    return [merge(t, read_rows(geodata, t), rows, spares, mapping.register) for t, rows in tables.items()]


def _check_closing(merged: Sequence[Merged], request: ImportRequest) -> None:
    for part in merged:
        if part.lacking > _FEW and part.lacking > _CLOSABLE * part.open_before and not request.close_many:
            register, lacks = request.mapping.register, f"{part.lacking} z {part.open_before}"
            raise ImportFileError(
                f"{request.path.name} lacks {part.lacking} of {part.open_before} open rows of register {register} in "
                f"{part.table}: if that is meant, import it with --close-many",
                f"W pliku {request.path.name} brakuje {lacks} otwartych wierszy rejestru „{register}” z {part.table}; "
                "jeśli tak ma być, powtórz import z opcją --close-many.",
            )
