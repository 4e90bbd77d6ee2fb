"""One file into the registry: read, lay out, map, locate, merge, write, and account for all of it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ses_map.errors import ImportFileError
from ses_map.imports.cells import clean_text
from ses_map.imports.centres import build_centres
from ses_map.imports.claims import build_assignments
from ses_map.imports.contacts import build_contacts
from ses_map.imports.entities import build_entities
from ses_map.imports.fields import VALUE
from ses_map.imports.indicators import build_indicators, is_figures
from ses_map.imports.layout import Layout, Role, lay_out
from ses_map.imports.lines import Line, read_line, resolve_places, restore_zeros
from ses_map.imports.locate import Locator
from ses_map.imports.mapping import Mapping, write_mapping
from ses_map.imports.merging import Merged, merge
from ses_map.imports.names import AreaNames
from ses_map.imports.offices import build_offices
from ses_map.imports.points import Polygons, base_layer
from ses_map.imports.reading import read_sheets
from ses_map.imports.report import Report
from ses_map.imports.report_builder import ImportFacts, build_report
from ses_map.imports.rows import ImportContext, Row, RowResult
from ses_map.imports.sheets import Sheet
from ses_map.imports.towns import read_towns
from ses_map.imports.validation import validate
from ses_map.imports.writing import locked, read_rows, write_tables
from ses_map.registry import read_registry
from ses_map.registry.sentence import Gazetteer
from ses_map.reply_sheet import KEYS, MARK
from ses_map.spelling import fold, slug

Builder = Callable[[Sequence[Line], Mapping, ImportContext], list[RowResult]]
Progress = Callable[[str], None]

_BUILDERS: dict[str, Builder] = {
    "entities": build_entities,
    "centres": build_centres,
    "offices": build_offices,
    "contacts": build_contacts,
    "assignments": build_assignments,
    "indicators": build_indicators,
}
#: An edition that would close more than this share of its register is refused unless the caller means it.
_CLOSABLE = 0.5
#: Rows that are laid out first.
_HEAD = 200
#: A header that names a figure: one of letters, and not the stand-in for a missing one; a year is no name.
_NAMED = re.compile(r"(?!\(kolumna )(?=.*[^\W\d_]{2})", re.DOTALL)
#: So few rows may be closed whatever their share.
_FEW = 5


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the caller wants of an import."""

    path: Path
    mapping: Mapping
    #: Where the mapping is to be written; ``None`` where it was read from a file.
    write_to: Path | None
    dry_run: bool = False
    #: Whether an edition may close more than half of its register.
    close_many: bool = False
    #: Sheets to read; all where it is empty.
    sheets: tuple[str, ...] = ()


def import_file(geodata: Path, request: ImportRequest, progress: Progress = lambda step: None) -> Report:
    """Import a file.

    Parameters
    ----------
    geodata : Path
        The folder whose ``registry/`` takes the rows; only this function of the package writes there.
    request : ImportRequest
        File, mapping and wishes.
    progress : callable
        Told the name of each step as it begins.

    Returns
    -------
    Report
        Every row, column and problem.

    Raises
    ------
    ImportFileError
        When the file cannot be read or holds no table we know; the registry is untouched.
    """
    progress("czytanie pliku")
    layouts = [_laid_out(sheet, request.mapping) for sheet in _sheets(request)]
    if not any(layout.records for layout in layouts):
        raise _no_table(request, layouts)
    mapping = _completed(request.mapping, layouts)
    fields = {h: column_field(mapping, h) for layout in layouts for h in layout.headers}
    require_source(mapping, set(fields.values()))
    _require_one_column_a_figure(fields)
    with locked(geodata):
        progress("rejestr i nazwy")
        context = read_context(geodata)
        progress("ustalanie miejsc")
        lines = [read_line(record, mapping, fields) for layout in layouts for record in layout.records]
        restore_zeros(lines, {*context.names.gminy, *context.names.powiaty, *context.names.voivodeships})
        resolve_places(lines, context.locator.towns)
        results = validate(_BUILDERS[mapping.target](lines, mapping, context))
        progress("zapis" if not request.dry_run else "porównanie")
        merged = _merge(geodata, results, mapping)
        _check_closing(merged, request)
        _keep_mapping(request, mapping, tuple(fields))
        if any(m.differs for m in merged) and not request.dry_run:
            write_tables(geodata, {m.table: m.rows for m in merged if m.differs})
    about = ImportFacts(request.path.name, mapping, str(request.write_to or ""), request.dry_run, layouts, fields)
    return build_report(about, results, merged)


def _sheets(request: ImportRequest) -> list[Sheet]:
    sheets = read_sheets(request.path)
    if any(s.name == KEYS and s.rows and s.rows[0][:1] == (MARK,) for s in sheets):
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


def _laid_out(sheet: Sheet, mapping: Mapping) -> Layout:
    """Lay a sheet out, and again without the data that passed for headers: „Kazimierzanka” has „imie” in it.

    The first rows are asked first: what passes for a header often is found there, and a long table is read once.
    """
    _, data = _resolved(replace(sheet, rows=sheet.rows[:_HEAD], numbers=sheet.numbers[:_HEAD]), mapping, frozenset())
    return _resolved(sheet, mapping, data)[0]


def _resolved(sheet: Sheet, mapping: Mapping, data: frozenset[str]) -> tuple[Layout, frozenset[str]]:
    layout = lay_out(sheet, lambda text: clean_text(text) not in data and bool(mapping.field_of(text)))
    found = _mistaken(sheet, layout) - data
    return _resolved(sheet, mapping, data | found) if found else (layout, data)


def _mistaken(sheet: Sheet, layout: Layout) -> set[str]:
    """Give the texts of rows that pass for headers inside a table and share none with its first header.

    A header that begins another table has a blank row or a title above it.
    """
    told = {aside.row: aside.role for aside in layout.asides}
    rows = [(n, {clean_text(cell) for cell in row} - {""}) for n, row in zip(sheet.numbers, sheet.rows, strict=True)]
    headers = [(number, texts) for number, texts in rows if told.get(number) is Role.HEADER]
    first = headers[0][1] if headers else set()
    first |= {
        text for _, texts in headers[1:2] for text in texts if any(h.endswith(f" / {text}") for h in layout.headers)
    }
    inside = {m for (n, above), (m, _) in pairwise(rows) if m == n + 1 and above and told.get(n) in (None, Role.HEADER)}
    return set().union(*(texts for number, texts in headers[1:] if number in inside and not texts & first))


def _no_table(request: ImportRequest, layouts: Sequence[Layout]) -> ImportFileError:
    if any(layout.headers for layout in layouts):
        return ImportFileError(
            f"{request.path.name} has headers and no row of data below them: fill the table",
            f"W pliku {request.path.name} są nagłówki, a pod nimi ani jednego wiersza danych; uzupełnij tabelę.",
        )
    first = next((a.text for layout in layouts for a in layout.asides), "")[:120]
    return ImportFileError(
        f"{request.path.name} has no row of headers that we know (it begins with {first!r}): name them in a mapping",
        f"W pliku {request.path.name} nie ma wiersza ze znanymi nagłówkami kolumn (zaczyna się od „{first}”); "
        "wskaż kolumny w pliku mapowania i podaj go opcją --mapping.",
    )


def column_field(mapping: Mapping, header: str) -> str:
    """Give the field of a column; a mapping that a person has seen is obeyed, and a column it lacks is not guessed."""
    new = mapping.decided and fold(header) not in {fold(h) for h in mapping.columns}
    return "" if new else mapping.field_of(header)


def require_source(mapping: Mapping, fields: Collection[str]) -> None:
    """Every row of the registry has a source and its date, from the file's columns or from the caller; and a register.

    Without an id of the register all that was gathered by hand would be its own to close.
    """
    named = mapping.source.title or mapping.source.url or {"source_title", "source_url"} & set(fields)
    if not (named and (mapping.source.date or "source_date" in {*fields, *mapping.constants})):
        raise ImportFileError(
            "the rows have no source: give --source-title (or --source-url) and --source-date, or --set source_date= "
            "for a source without one",
            "Wiersze nie mają źródła; podaj --source-title (albo --source-url) i --source-date, a gdy źródło nie ma "
            "daty: --set source_date=.",
        )
    if not mapping.register:
        raise ImportFileError(
            "the register has no id that could be made of the file's name: give --register",
            "Z nazwy pliku nie da się utworzyć identyfikatora rejestru; podaj go opcją --register.",
        )


def _require_one_column_a_figure(fields: dict[str, str]) -> None:
    """Refuse two columns for one figure: „12” and „34” would become 1234."""
    for field in sorted({f for f in fields.values() if f == "value" or f.startswith(VALUE)}):
        headers = [h for h, f in fields.items() if f == field]
        if len(headers) > 1:
            raise ImportFileError(
                f"columns {', '.join(headers)} are all mapped to {field}: give each a field of its own",
                f"Kolumny {', '.join(f'„{h}”' for h in headers)} mają to samo pole {field}; nadaj każdej osobne "
                'w pliku mapowania albo "ignore".',
            )


def _completed(mapping: Mapping, layouts: Sequence[Layout]) -> Mapping:
    """Take columns of numbers that nothing else is known of for figures, where the table has no column of values."""
    headers = tuple(dict.fromkeys(h for layout in layouts for h in layout.headers))
    if mapping.target != "indicators" or mapping.decided or "value" in map(mapping.field_of, headers):
        return mapping
    found: dict[str, str] = {}
    for header in headers:
        cells = [r.cells.get(header, "") for layout in layouts for r in layout.records]
        if not mapping.field_of(header) and _NAMED.match(header) and is_figures(cells):
            codes = (f"{VALUE}{slug(header) or 'wskaznik'}{end}" for end in ("", *(f"-{n}" for n in range(2, 999))))
            found[header] = next(code for code in codes if code not in found.values())
    return replace(mapping, columns=mapping.columns | found)


def _keep_mapping(request: ImportRequest, mapping: Mapping, headers: tuple[str, ...]) -> None:
    if not request.write_to:
        return
    try:
        write_mapping(request.write_to, mapping, headers)
    except OSError as error:
        raise ImportFileError(
            f"mapping {request.write_to} cannot be written ({error}): give another path with --mapping",
            f"Nie da się zapisać mapowania {request.write_to} ({error.strerror}); podaj inną ścieżkę opcją --mapping.",
        ) from error


def read_context(geodata: Path) -> ImportContext:
    """Read what rows are checked against; the polygons only once a row has coordinates."""
    registry, _ = read_registry(geodata)
    names, polygons = AreaNames(registry), Polygons(base_layer(geodata / "boundaries/gminy.topojson"))
    return ImportContext(registry, names, Gazetteer(registry), Locator(names, read_towns(geodata), polygons.near))


def _merge(geodata: Path, results: Sequence[RowResult], mapping: Mapping) -> list[Merged]:
    tables: dict[str, list[Row]] = {f"registry/{mapping.target}.csv": []}
    for result in results:
        for table, rows in result.rows.items():
            tables.setdefault(table, []).extend(rows)
    spares = {spared for result in results for spared in result.spares}
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
