"""The reply sheet as a workbook: prefilled cards with drop-downs, and hidden keys that say whose reply it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ses_map.documents.workbook import fill, to_bytes
from ses_map.reply_sheet import (
    ADDRESS,
    CARDS,
    CENTRES,
    DATE,
    HEAD,
    KEYS,
    MARK,
    Answer,
    Card,
    Field,
    ReplyRow,
    ReplySheet,
    row_key,
)
from ses_map.vocabulary import read_day

_BOLD, _TITLE = Font(bold=True), Font(bold=True, size=14)
_HEADER, _TOLD, _ASKED = (PatternFill("solid", fgColor=c) for c in ("FFD9E2EF", "FFEFEFEF", "FFFFF2CC"))
_LINE = Side(style="thin", color="FF8A94A6")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
#: The column of fields begins after the hidden key and the answer.
_FIRST = 3
_EXPLAINED = (
    f"{Answer.CONFIRM} – to, co stoi w wierszu, jest prawdą.",
    f"{Answer.CHANGE} – wiersz został poprawiony albo dopisany i teraz jest prawdziwy.",
    f"{Answer.SKIP} – wiersz nas nie dotyczy albo nie umiemy odpowiedzieć; zostawimy go bez zmian.",
    "Bez odpowiedzi – wiersz zostawimy bez zmian.",
    "Ośrodek przestał obsługiwać powiat: zostaw jego nazwę, wpisz „Obsługuje do” i wybierz „Zmieniam”.",
    "Powiat obsługuje inny ośrodek: wybierz go, wpisz „Obsługuje od” i wybierz „Zmieniam”.",
    "Powiat obsługuje kilka ośrodków albo brakuje ośrodka lub biura: dopisz wiersz pod tabelą i wybierz „Zmieniam”.",
    "Błąd w odesłanym arkuszu: popraw ten sam plik i odeślij go jeszcze raz, zastąpi poprzedni. "
    "O późniejszych zmianach napisz w nowym arkuszu.",
    "Nie zmieniaj nagłówków ani nazw kart. Nie wpisuj formuł ani danych osobowych.",
)  # fmt: skip


def to_reply_workbook(sheet: ReplySheet) -> bytes:
    """Write the workbook; the same sheet gives the same bytes."""
    book = Workbook()
    _head(book.worksheets[0], sheet)
    many = len(sheet.rows[CENTRES]) + CENTRES.spare + 1
    for card in CARDS:
        _card(book.create_sheet(card.title), card, sheet.rows[card], many)
    _keys(book.create_sheet(KEYS), sheet.key.lines)
    return to_bytes(book, sheet.key.day)


def _head(tab: Worksheet, sheet: ReplySheet) -> None:
    """Write the head that is to be filled, and what answers and columns mean."""
    tab.title = HEAD
    fill(tab["A1"], f"Odpowiedź: {sheet.name}").font = _TITLE
    fill(tab["A2"], sheet.place)
    for row, label, note in ((4, DATE, "wymagana, np. 2026-12-15"), (5, ADDRESS, "np. https://rops.example/pismo")):
        fill(tab.cell(row, 1), label).font = _BOLD
        asked = tab.cell(row, 2)
        asked.fill, asked.border = _ASKED, Border(_LINE, _LINE, _LINE, _LINE)
        fill(tab.cell(row, 3), note)
    tab["B4"].number_format = "yyyy-mm-dd"
    table = [("Karta", "Kolumna", "Co w niej stoi"), *((c.title, f.header, f.note) for c in CARDS for f in c.fields)]
    for at, line in enumerate([*((text,) for text in _EXPLAINED), (), *table], start=7):
        for number, text in enumerate(line, start=1):
            fill(tab.cell(at, number), text).font = _BOLD if line == table[0] else Font()
    for column, width in zip("ABC", (34, 28, 60), strict=True):
        tab.column_dimensions[column].width = width


def _card(tab: Worksheet, card: Card, rows: Sequence[ReplyRow], centres: int) -> None:
    for column, header in enumerate(card.headers, start=1):
        cell = fill(tab.cell(1, column), header)
        cell.font, cell.fill, cell.alignment = _BOLD, _HEADER, _WRAPPED
    for at, row in enumerate(rows, start=2):
        fill(tab.cell(at, 1), row_key(card, row))
        for column, field in enumerate(card.fields, start=_FIRST):
            _put(tab.cell(at, column), field, row.values.get(field.name, ""))
    last = len(rows) + card.spare + 1
    for at in range(2, last + 1):
        tab.cell(at, 2).fill = _ASKED
        for column, field in enumerate(card.fields, start=_FIRST):
            _dress(tab.cell(at, column), field)
    tab.freeze_panes = "C2"
    tab.column_dimensions["A"].hidden = True
    tab.column_dimensions["B"].width = 14
    for column, field in enumerate(card.fields, start=_FIRST):
        tab.column_dimensions[get_column_letter(column)].width = field.width
    _drop_downs(tab, card, last, centres)


def _put(cell: Any, field: Field, text: str) -> None:
    if text:
        fill(cell, read_day(text) if field.is_day else text)


def _dress(cell: Any, field: Field) -> None:
    """Return a cell its form: days as days, all else as text, so that "0601" and "20-001" stay what they are."""
    cell.number_format = "yyyy-mm-dd" if field.is_day else "@"
    cell.alignment = _WRAPPED
    if field.is_informative:
        cell.fill = _TOLD


def _drop_downs(tab: Worksheet, card: Card, last: int, centres: int) -> None:
    listed = {2: _choices(Answer)}
    for column, field in enumerate(card.fields, start=_FIRST):
        if field.choices:
            listed[column] = _choices(field.choices)
        elif field.is_centre:
            listed[column] = f"'{CENTRES.title}'!$C$2:$C${centres}"
    for column, formula in listed.items():
        letter, hint = get_column_letter(column), "Wybierz z listy"
        # An answer or a kind is one of few; a centre may be typed, as long as the reply names it.
        rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage="!" not in formula)
        rule.errorTitle, rule.error = hint, "Wybierz jedną z wartości z listy."
        rule.add(f"{letter}2:{letter}{last}")
        tab.add_data_validation(rule)


def _choices(texts: Any) -> str:
    return '"' + ",".join(map(str, texts)) + '"'


def _keys(tab: Worksheet, lines: Mapping[str, str]) -> None:
    tab.sheet_state = "veryHidden"
    fill(tab["A1"], MARK)
    for at, (name, text) in enumerate(lines.items(), start=2):
        fill(tab.cell(at, 1), name)
        fill(tab.cell(at, 2), text)
