"""The rows of a table as markup, cell by cell but without a template's price: a page of the desk has thousands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from ses_map.planning.table import Column, Table
from ses_map.vocabulary import is_day
from ses_map.web.http.links import link
from ses_map.web.wording.language import language, number

UNKNOWN = "brak danych"


Row = Mapping[str, Any]
#: Writes one cell of a row.
_Writer = Callable[[Row], str]


@cache
def _signs(code: str) -> dict[int, str]:
    """Return what a language writes between thousands and before the decimals."""
    shown = number(1234.5, 1)
    return str.maketrans({",": shown[1], ".": shown[-2]})


def spell(value: float, digits: int = 0) -> str:
    """Write a number as the filter ``number`` does, thirty times as fast."""
    return f"{value:,.{digits}f}".translate(_signs(language()))


def markup_rows(table: Table, rows: Iterable[Row] | None = None, skip: Collection[str] = ()) -> Markup:
    """Write the body of a table.

    Parameters
    ----------
    table : Table
        Columns, and the rows where none are given.
    rows : iterable of mapping, optional
        The rows to write. A row with ``teryt`` (or ``href``) has its ``name`` as a heading that leads there.
    skip : collection of str
        Keys of columns to leave out.

    Returns
    -------
    Markup
        ``<tr>`` elements; every text of the rows is escaped.
    """
    kept = link("").partition("?")[2]
    writers = [
        _heading(c, f"?{kept}" if kept else "") if c.key == "name" else _cell(c)
        for c in table.columns
        if c.key not in skip
    ]
    body = table.rows if rows is None else rows
    return Markup("\n").join(Markup(f"<tr>{''.join([w(row) for w in writers])}</tr>") for row in body)  # noqa: S704


def _cell(column: Column) -> _Writer:
    key, digits, label = column.key, column.digits, escape(column.label)
    if digits is None:
        start, empty = f'<td data-label="{label}">', f'<td data-label="{label}">–</td>'
        return lambda row: f"{start}{_text(row[key])}</td>" if row.get(key) not in (None, "") else empty
    start, form, signs = f'<td class="num" data-label="{label}">', f",.{digits}f", _signs(language())

    def write(row: Row) -> str:
        value = row.get(key)
        return f"{start}{UNKNOWN if value is None else format(value, form).translate(signs)}</td>"

    return write


def _text(value: Any) -> str:
    """Escape a text; a day is not broken into two lines."""
    text = escape(value)
    return f'<span class="nowrap">{text}</span>' if is_day(text) else text


def _heading(column: Column, kept: str) -> _Writer:
    plain = _cell(column)

    def write(row: Row) -> str:
        href, code = row.get("href"), row.get("teryt")
        if code and href is None:
            href = f"{'/gmina/' if len(code) == 6 else '/powiat/'}{code}"
        if href is None:
            return plain(row)
        name = escape(row["name"])
        shown = f'<a href="{escape(href + kept)}">{name}</a>' if href else name
        return f'<th scope="row">{shown}</th>'

    return write
