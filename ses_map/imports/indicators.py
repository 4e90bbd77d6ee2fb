"""Rows → rows of ``registry/indicators.csv``: figures in columns (wide) or one a row (long)."""

import re
from collections.abc import Sequence

from ses_map.datasets import INDICATORS
from ses_map.errors import InvalidInputError
from ses_map.imports.cells import clean_text, could_be_either, decimal_marks, read_number
from ses_map.imports.cleaning import NOTHING
from ses_map.imports.context import ImportContext
from ses_map.imports.days import read_period
from ses_map.imports.fields import VALUE
from ses_map.imports.locate import clues_of, wants_gmina
from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import Row, RowResult, provenance_of
from ses_map.spelling import fold, slug

#: What a header says in brackets at its end; a bare number there tells a repeated header from the first.
_MEASURE = re.compile(r"(?<!\s)\s*[(\[](?P<measure>(?!\d+[)\]])[^()\[\]]{1,30})[)\]]\s*$")

#: A period within a header, with the words that belong to it.
_PERIOD = re.compile(
    r"(?i)\b(?:stan )?(?:w (?:roku )?|na (?:dzień |koniec )?|rok )?"
    r"(?P<period>\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?)(?!\d)(?: ?(?:r\.|r\b|rok\w*))?"
)
#: Parts of a year, and other years: a period that the header does not say plainly.
_PART = re.compile(
    r"(?i)(?:19|20)\d\d|[-/–]\d\d\b|\b(?:[iv]{1,3}|kw|kwarta\w*|p[oó]łrocz\w*|q\d|h\d|mies\w*|tydz\w*|sty\w*|lut\w*|mar\w*"
    r"|kwie\w*|maj\w*|czerw\w*|lip\w*|sierp\w*|wrze\w*|paź\w*|list\w*|grud\w*)\b|\d[-–/]\s*$"
)

_PLACES = ("powiat", "gmina", "town", "postcode", "lat", "lon")


def read_heading(header: str) -> tuple[str, str]:
    """Return what a header says of a figure: its title and its period, each of which may be empty.

    ``Bezrobotni / 2021``, ``ogółem;2021;[osoba]``, ``2021``. A header of a part of a year, or of two, is a title that
    nobody can date: then the period is ``?``.
    """
    found = _PERIOD.search(header)
    if not found:
        return header, ""
    rest = f"{header[: found.start()]} {header[found.end() :]}"
    if _PART.search(rest):
        return header, "?"
    title = re.sub(r"\s*[;/|,](?:\s*[;/|,])*\s*(?=\[|$)|^\s*[;/|,\s]+|\s+[;/|]\s+(?=[;/|\[]|$)", " ", rest)
    try:
        return clean_text(title).strip(" ,;:-–/"), read_period(found["period"])
    except InvalidInputError:
        return header, "?"


def build_indicators(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into figures; one without a certain subject, a period or any figure is refused."""
    titles = {f: h for h, f in mapping.columns.items() if f.startswith(VALUE)}
    seen: dict[str, int] = {}
    _judge_numbers(lines, (*titles, "value"))
    for line in lines:
        rows = _rows(line, mapping, context, titles)
        keys = tuple(f"{r['indicator']} {r['subject']} {r['period']}" for r in rows)
        _refuse_repeated(line, keys, seen)
        if line.refused:
            line.refuse()
            continue
        seen |= dict.fromkeys(keys, line.record.row)
        subject = rows[0]["subject"]
        if subject[:2].isdigit() and len(subject) >= 4:
            line.powiat, line.basis = subject[:4], "stated"
        line.accept({INDICATORS.path: rows}, *keys)


def _judge_numbers(lines: Sequence[RowResult], names: Sequence[str]) -> None:
    """Leave out figures that may have thousands or a fraction where the rest of their column does not tell."""
    for name in names:
        marks = decimal_marks(line.get(name) for line in lines)
        for line in (one for one in lines if could_be_either(one.get(name))):
            if marks != {mark for mark in ".," if mark in line.get(name)}:
                why = "może mieć tysiące albo ułamek, a kolumna tego nie rozstrzyga; wpisz 1312 albo 1,3120"
                line.note("ambiguous-number", name, why)
                del line.values[name]


def _rows(line: RowResult, mapping: Mapping, context: ImportContext, titles: dict[str, str]) -> tuple[Row, ...]:
    common = {"subject": _subject(line, context), "period": line.read("period")}
    figures = [f for f in (*(_wide(line, *column) for column in titles.items()), _long(line)) if f]
    rows = tuple(common | figure | provenance_of(line, mapping) for figure in figures)
    if not (all(row["period"] for row in rows) if rows else common["period"]) and not line.refused:
        line.reject("missing-period", "period", "pozostało puste; podaj rok w kolumnie albo w [constants]", "")
    if not figures and not line.refused:
        line.reject("no-figure", "value", "pozostało bez żadnej liczby; uzupełnij ją albo usuń wiersz", "")
    return rows


def _wide(line: RowResult, name: str, header: str) -> Row | None:
    """Return the figure of a column, with the period that its header says: ``value:bezrobotni@2021``."""
    code, _, period = name.removeprefix(VALUE).partition("@")
    title = read_heading(header)[0] if period else header
    if period and not code and line.get(name):
        title = line.get("indicator_name") or line.get("indicator")
        code = line.get("indicator") or title
        if not slug(code):
            why = (
                "pozostało puste, a kolumny mają same lata; nazwij wskaźnik w kolumnie albo opcją --set indicator_name="
            )
            line.reject("missing-name", "indicator_name", why, "")
    figure = _figure(line, name, code, title, line.get("measure"))
    return figure | {"period": period} if figure and period else figure


def _refuse_repeated(line: RowResult, keys: Sequence[str], seen: dict[str, int]) -> None:
    """Refuse a line with two figures for one thing, or with one that an earlier line has: neither is ours to choose."""
    again = next((key for at, key in enumerate(keys) if key in seen or key in keys[:at]), "")
    if again and not line.refused:
        where = f"powtarza „{again}” z wiersza {seen.get(again, line.record.row)}"
        line.reject("duplicate-row", "value", f"{where}; zostaw jedną liczbę", "")


def _subject(line: RowResult, context: ImportContext) -> str:
    said = line.get("centre")
    if re.fullmatch(r"[\d ]+", said) and not line.get("teryt"):
        line.values["teryt"] = line.values.pop("centre")
    elif said:
        centre = context.find_centre(said)
        if not centre:
            line.reject("unknown-centre", "centre", "nie jest jednym ośrodkiem w rejestrze", said)
        return centre
    unit = _unit(line, context)
    if not unit:
        said = " ".join(filter(None, map(line.get, ("teryt", "voivodeship", "powiat", "gmina", "town"))))
        line.reject("unit-uncertain", "powiat", "nie wskazuje pewnie jednego obszaru; podaj kod TERYT", said)
    return unit


def _unit(line: RowResult, context: ImportContext) -> str:
    """Return the one area that all parts of a line agree on, or an empty text."""
    code, named = line.get("teryt"), line.get("voivodeship")
    if not any(map(line.get, _PLACES)) and len("".join(code.split())) < 4:
        said = {context.names.voivodeship(text) for text in (code, named) if text}
        return said.pop() if len(said) == 1 else ""
    place = context.locator.locate(clues_of(line))
    line.problems.extend(place.problems)
    return "" if place.problems else place.gmina if wants_gmina(line) else place.powiat


def _long(line: RowResult) -> Row | None:
    title = line.get("indicator_name") or line.get("indicator")
    if line.get("value") and not slug(line.get("indicator") or title):
        line.reject("missing-name", "indicator_name", "pozostało puste; nazwij wskaźnik", "")
    return _figure(line, "value", line.get("indicator") or title, title, line.get("measure"))


def _figure(line: RowResult, name: str, code: str, title: str, measure: str) -> Row | None:
    value = line.read(name)
    if not value or not slug(code):
        return None
    found = _MEASURE.search(title)
    said = measure or (found["measure"] if found else "")
    own = clean_text(_MEASURE.sub("", title)) or title
    return {"indicator": slug(code), "name": own, "measure": said, "value": value}


def is_figures(cells: Sequence[str]) -> bool:
    """Check whether a column looks like figures: at least four of five cells that say anything are numbers."""
    filled = [c for c in map(clean_text, cells) if fold(c) not in NOTHING]
    numbers = 0
    for cell in filled:
        try:
            numbers += bool(read_number(cell))
        except InvalidInputError:
            continue
    return bool(filled) and 5 * numbers >= 4 * len(filled)
