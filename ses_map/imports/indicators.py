"""Rows → rows of ``registry/indicators.csv``: figures in columns (wide) or one a row (long)."""

import re
from collections.abc import Sequence

from ses_map.datasets import INDICATORS
from ses_map.errors import InvalidInputError
from ses_map.imports.cells import clean_text, read_number
from ses_map.imports.context import ImportContext
from ses_map.imports.fields import VALUE
from ses_map.imports.locate import clues_of, wants_gmina
from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import Row, RowResult, provenance_of
from ses_map.spelling import slug

#: What a header says in brackets at its end; a bare number there tells a repeated header from the first.
_MEASURE = re.compile(r"(?<!\s)\s*[(\[](?P<measure>(?!\d+[)\]])[^()\[\]]{1,30})[)\]]\s*$")

_PLACES = ("powiat", "gmina", "town", "postcode", "lat", "lon")


def build_indicators(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into figures; one without a certain subject, a period or any figure is refused."""
    titles = {f: h for h, f in mapping.columns.items() if f.startswith(VALUE)}
    seen: dict[str, int] = {}
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


def _rows(line: RowResult, mapping: Mapping, context: ImportContext, titles: dict[str, str]) -> tuple[Row, ...]:
    subject, period = _subject(line, context), line.read("period")
    if not period and not line.refused:
        line.reject("missing-period", "period", "pozostało puste; podaj rok w kolumnie albo w [constants]", "")
    wide = [_figure(line, name, name.removeprefix(VALUE), title, "") for name, title in titles.items()]
    figures = [f for f in (*wide, _long(line)) if f]
    if not figures and not line.refused:
        line.reject("no-figure", "value", "pozostało bez żadnej liczby; uzupełnij ją albo usuń wiersz", "")
    common = {"subject": subject, "period": period, **provenance_of(line, mapping)}
    return tuple(figure | common for figure in figures)


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
    """Check whether a column looks like figures: at least four of five filled cells are numbers."""
    filled = [c for c in map(clean_text, cells) if c]
    numbers = 0
    for cell in filled:
        try:
            numbers += bool(read_number(cell))
        except InvalidInputError:
            continue
    return bool(filled) and 5 * numbers >= 4 * len(filled)
