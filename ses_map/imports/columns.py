"""Which row of a sheet is a header, and which field each column fills."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ses_map.datasets.imports import ImportStep
from ses_map.errors import ImportFileError
from ses_map.imports.address import begins_with_name
from ses_map.imports.cells import clean_text
from ses_map.imports.continuations import join_continuations
from ses_map.imports.fields import NAMES, VALUE, fields_of, is_field
from ses_map.imports.indicators import is_figures, read_heading
from ses_map.imports.layout import STAND_IN, Layout, Role, header_text, lay_out
from ses_map.imports.mapping import Mapping as ColumnMapping
from ses_map.imports.sheets import Sheet
from ses_map.spelling import fold, slug

#: Rows that are laid out first.
_HEAD = 200
#: A header that names a figure: one of letters, and not the stand-in for a missing one; a year is no name.
_NAMED = re.compile(rf"(?!{re.escape(STAND_IN)})(?=.*[^\W\d_]{{2}})", re.DOTALL)


def lay_out_sheet(sheet: Sheet, mapping: ColumnMapping) -> Layout:
    """Lay a sheet out, and again without the data that passed for headers: „Kazimierzanka” has „imie” in it.

    The first rows are asked first: what passes for a header often is found there, and a long table is read once.
    """
    _, data = _resolved(replace(sheet, rows=sheet.rows[:_HEAD], numbers=sheet.numbers[:_HEAD]), mapping, frozenset())
    layout = join_continuations(_resolved(sheet, mapping, data)[0], mapping.field_of)
    return replace(layout, repeated=_repeated(layout)) if layout.repeated else layout


def _resolved(sheet: Sheet, mapping: ColumnMapping, data: frozenset[str]) -> tuple[Layout, frozenset[str]]:
    layout = lay_out(sheet, lambda text: clean_text(text) not in data and bool(mapping.field_of(header_text(text))))
    found = _mistaken(sheet, layout) - data
    return _resolved(sheet, mapping, data | found) if found else (layout, data)


def _mistaken(sheet: Sheet, layout: Layout) -> set[str]:
    """Return the texts of rows that pass for headers inside a table and share none with its first header.

    A header that begins another table has a blank row or a title above it.
    """
    roles = {aside.row: aside.role for aside in layout.asides}
    rows = [(n, {clean_text(cell) for cell in row} - {""}) for n, row in zip(sheet.numbers, sheet.rows, strict=True)]
    headers = [(number, texts) for number, texts in rows if roles.get(number) is Role.HEADER]
    first = headers[0][1] if headers else set()
    first |= {
        text for _, texts in headers[1:2] for text in texts if any(h.endswith(f" / {text}") for h in layout.headers)
    }
    inside = {
        m for (n, above), (m, _) in pairwise(rows) if m == n + 1 and above and roles.get(n) in (None, Role.HEADER)
    }
    return set().union(*(texts for number, texts in headers[1:] if number in inside and not texts & first))


def complete_mapping(mapping: ColumnMapping, layouts: Sequence[Layout]) -> ColumnMapping:
    """Take for what they are columns whose headers do not say it, as their cells do.

    Columns of numbers that nothing else is known of are figures, where the table has no column of values; a column of
    addresses holds names as well, where its sheets have no column of names and most of its cells begin with one.
    """
    if NAMES & set(fields_of(mapping.target)) and not mapping.decided:
        return replace(mapping, columns=mapping.columns | _named_addresses(mapping, layouts))
    headers = tuple(dict.fromkeys(h for layout in layouts for h in layout.headers))
    if mapping.target != "indicators" or mapping.decided or "value" in map(mapping.field_of, headers):
        return mapping
    is_dated = "period" in map(mapping.field_of, headers)
    found: dict[str, str] = {}
    for header in headers:
        cells = [r.cells.get(header, "") for layout in layouts for r in layout.records]
        title, period = read_heading(header)
        is_figure = (not is_dated and period != "?") if period else _NAMED.match(header)
        if is_figure and not mapping.field_of(header) and is_figures(cells):
            when, stem = f"@{period}" if period else "", slug(title) or ("" if not title else "wskaznik")
            codes = (f"{VALUE}{stem}{end}{when}" for end in ("", *(f"-{n}" for n in range(2, 999))))
            found[header] = next(code for code in codes if code not in found.values())
    return replace(mapping, columns=mapping.columns | found)


def _named_addresses(mapping: ColumnMapping, layouts: Sequence[Layout]) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    named: set[str] = set()
    for layout in layouts:
        fields = {header: mapping.field_of(header) for header in layout.headers}
        if not NAMES.isdisjoint(fields.values()):
            named.update(fields)
        for header in (h for h, field in fields.items() if field == "address"):
            cells.setdefault(header, []).extend(filter(None, (r.cells.get(header, "") for r in layout.records)))
    begin = {h: sum(begins_with_name(text) for text in texts) for h, texts in cells.items() if h not in named}
    return {h: "name_address" for h, count in begin.items() if 2 * count > len(cells[h])}


def _repeated(layout: Layout) -> frozenset[str]:
    """Return the headers that stand twice over columns which differ."""
    filled = {h: tuple(clean_text(r.cells.get(h, "")) for r in layout.records) for h in layout.repeated}
    kinds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for header, cells in filled.items():
        if any(cells):
            kinds[_base(header)].add(cells)
    return frozenset(h for h in layout.repeated if len(kinds[_base(h)]) > 1)


def _base(header: str) -> str:
    return fold(re.sub(r" \(\d+\)$", "", header)) or header


def fields_of_layouts(mapping: ColumnMapping, layouts: Sequence[Layout]) -> dict[str, str]:
    """Return what :func:`fields_of_columns` does for the headers of all sheets."""
    repeated = {h for layout in layouts for h in layout.repeated}
    return fields_of_columns(mapping, [h for layout in layouts for h in layout.headers], repeated)


def fields_of_columns(
    mapping: ColumnMapping, headers: Collection[str], repeated: Collection[str] = ()
) -> dict[str, str]:
    """Return header → field, ``ignore``, or empty where that is to be decided.

    A mapping that a person has seen is obeyed; without one nobody can say which of two columns of one header is which.
    """
    if not mapping.decided:
        fields = {h: "" if h in repeated and h not in mapping.columns else mapping.field_of(h) for h in headers}
        axes = {fold(h): h for h, field in fields.items() if not field and h not in repeated}
        # One letter is a coordinate only beside the other.
        pair = {axes[name]: name for name in ("x", "y") if {"x", "y"} <= axes.keys()}
        return fields | pair if is_field(mapping.target, "x") else fields
    listed = {fold(h) for h in mapping.columns}
    return {h: mapping.field_of(h) if fold(h) in listed else "" for h in headers}


def require_source(mapping: ColumnMapping, fields: Collection[str], last: ImportStep | None = None) -> None:
    """Refuse rows without a source and its date, from the file's columns or from the caller; and without a register.

    Without an id of the register all that was gathered by hand would be its own to close. ``last`` is the edition
    before, whose source is offered.
    """
    named = mapping.source.title or mapping.source.url or {"source_title", "source_url"} & set(fields)
    if not (named and (mapping.source.date or "source_date" in {*fields, *mapping.constants})):
        offered = (
            f" Poprzednie wydanie (import {last.id}): „{last.source.title or last.source.url}”, {last.source.date}."
            if last
            else ""
        )
        raise ImportFileError(
            "the rows have no source: give --source-title (or --source-url) and --source-date, or --set source_date= "
            "for a source without one",
            "Wiersze nie mają źródła; podaj --source-title (albo --source-url) i --source-date, a gdy źródło nie ma "
            f"daty: --set source_date=.{offered}",
        )
    if not mapping.register:
        raise ImportFileError(
            "the register has no id that could be made of the file's name: give --register",
            "Z nazwy pliku nie da się utworzyć identyfikatora rejestru; podaj go opcją --register.",
        )


def require_one_column_a_figure(fields: Mapping[str, str]) -> None:
    """Refuse two columns for one figure: „12” and „34” would become 1234."""
    for field in sorted({f for f in fields.values() if f == "value" or f.startswith(VALUE)}):
        headers = [h for h, f in fields.items() if f == field]
        if len(headers) > 1:
            raise ImportFileError(
                f"columns {', '.join(headers)} are all mapped to {field}: give each a field of its own",
                f"Kolumny {', '.join(f'„{h}”' for h in headers)} mają to samo pole {field}; nadaj każdej osobne "
                'w pliku mapowania albo "ignore".',
            )
