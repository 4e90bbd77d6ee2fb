"""A filled workbook → its key, its head and its rows, each cell held against what was declared and prefilled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ses_map.errors import ImportFileError, InvalidInputError
from ses_map.imports.cells import HAZARDS, clean_text, read_day, read_website
from ses_map.imports.cleaning import read_cell
from ses_map.imports.layout import Record
from ses_map.imports.mapping import Mapping as Columns
from ses_map.imports.reading import is_reply
from ses_map.imports.rows import CellProblem, RowResult
from ses_map.imports.sheets import Sheet
from ses_map.model import Provenance
from ses_map.reply_sheet import (
    ADDRESS,
    ANSWER,
    CARDS,
    DATE,
    HEAD,
    KEYS,
    ROW_KEY,
    Answer,
    Card,
    ReplyKey,
    content_hash,
    read_row_key,
)
from ses_map.spelling import fold

_ANSWERS = {fold(answer): answer for answer in Answer}
_BARE = Columns("assignments", "")


@dataclass
class Filled:
    """One row of a card: what it says, what it was, and how it is answered."""

    card: Card
    line: RowResult
    #: What it was prefilled for; empty in a row that was added.
    identity: tuple[str, ...]
    answer: Answer | None
    #: Whether it says something else than it was prefilled with.
    is_changed: bool

    @property
    def is_told(self) -> bool:
        """Whether something is to be taken from it."""
        return self.answer in (Answer.CONFIRM, Answer.CHANGE)


@dataclass
class Form:
    """The whole workbook as read; ``problems`` are of its head and headers, each with the record it is of."""

    key: ReplyKey
    day: str = ""
    url: str = ""
    rows: list[Filled] = field(default_factory=list)
    problems: list[tuple[Record, CellProblem]] = field(default_factory=list)

    def of(self, card: Card) -> list[Filled]:
        """Return the rows of one card."""
        return [row for row in self.rows if row.card is card]

    @property
    def is_refused(self) -> bool:
        """Whether anything read so far keeps all of it out."""
        return any(p.refuses for _, p in self.problems) or any(row.line.refused for row in self.rows)

    def papers(self, name: str) -> Provenance:
        """Return the source that the reply of somebody is."""
        return Provenance(self.url, f"Odpowiedź: {name}", self.day)

    def add(self, at: Record, problem: CellProblem) -> None:
        """Note that something outside the rows of data is wrong."""
        self.problems.append((at, problem))


#: Findings that leave a row as it is: what was taken, and why.
_SOFT = frozenset({"skipped-change", "confirmed-change", "zero-restored"})


def refuse_any(line: RowResult) -> None:
    """Make every problem refuse its row: of a reply everything is taken, or nothing."""
    line.problems = [f if f.refuses or f.code in _SOFT else replace(f, refuses=True) for f in line.problems]


def read_form(sheets: Sequence[Sheet], today: date) -> Form:
    """Read a filled workbook.

    Parameters
    ----------
    sheets : sequence of Sheet
        As read from the file.
    today : date
        No reply is of a later day.

    Raises
    ------
    ImportFileError
        When it is no reply sheet.
    """
    by_name = {s.name: s for s in sheets}
    if not is_reply(sheets):
        raise ImportFileError(
            "the workbook is no reply sheet of this version: take a new one from worklist --sheets",
            "Ten plik nie jest arkuszem odpowiedzi w obecnej wersji; pobierz nowy ze strony „Do potwierdzenia”.",
        )
    form = Form(_key(by_name[KEYS]))
    if form.key.lines != dict(_pairs(by_name[KEYS])):
        why = "nie zgadza się z resztą ukrytej karty; pobierz arkusz jeszcze raz i przenieś odpowiedzi"
        form.add(Record(KEYS, 1, {}), CellProblem("reply-key", "", "", why, refuses=True))
    _read_head(form, by_name.get(HEAD), today)
    for card in CARDS:
        sheet = by_name.pop(card.title, None)
        if sheet is None:
            why = "nie ma jej w pliku; odeślij arkusz ze wszystkimi kartami"
            form.add(Record(card.title, 0, {}), CellProblem("missing-sheet", "", card.title, why, refuses=True))
        elif _has_headers(form, card, sheet):
            form.rows += _rows(card, sheet)
    for sheet in (s for s in by_name.values() if s.rows and s.name not in (HEAD, KEYS)):
        why = "nie należy do arkusza odpowiedzi i nie została przeczytana"
        form.add(Record(sheet.name, 0, {}), CellProblem("unknown-sheet", "", sheet.name, why))
    return form


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in sheet.rows[1:] if len(row) > 1)


def _key(sheet: Sheet) -> ReplyKey:
    said = dict(_pairs(sheet))
    return ReplyKey(**{name: said.get(name, "") for name in ReplyKey.__dataclass_fields__})


def _read_head(form: Form, sheet: Sheet | None, today: date) -> None:
    """Read the date of the reply, which must be there, and the address of a letter, which may be."""
    said = (
        {clean_text(row[0]): (n, row) for n, row in zip(_numbers(sheet), sheet.rows, strict=True) if row}
        if sheet
        else {}
    )
    formulas = {row for row, _ in sheet.formulas} if sheet else set()
    for label, read in ((DATE, _reply_day(form.key.day, today)), (ADDRESS, _website)):
        number, row = said.get(label, (0, ()))
        text = clean_text(row[1]) if len(row) > 1 else ""
        at = Record(HEAD, number, {label: text})
        if label not in said:
            why = "nie ma takiego pola; nie zmieniaj nazw w arkuszu"
            form.add(at, CellProblem("changed-header", label, label, why, refuses=True))
            continue
        if number in formulas:
            form.add(at, CellProblem("formula", label, text, HAZARDS["formula"], refuses=True))
            continue
        try:
            value = read(text)
        except InvalidInputError as error:
            code = "invalid-date" if label == DATE else "invalid-website"
            form.add(at, CellProblem(code, label, text, error.polish.rstrip("."), refuses=True))
            continue
        form.day, form.url = (value, form.url) if label == DATE else (form.day, value)


def _numbers(sheet: Sheet | None) -> Sequence[int]:
    return sheet.numbers if sheet else ()


def _reply_day(made: str, today: date) -> Callable[[str], str]:
    """Return the reader of the date of a reply: not before its sheet was made, and not to come."""

    def read(text: str) -> str:
        if not text:
            raise InvalidInputError("a reply has a date", "pozostało puste; wpisz datę odpowiedzi, np. 2026-12-15.")
        day = read_day(text)
        if not made <= day <= today.isoformat():
            raise InvalidInputError(
                f"{day} is not between {made} and {today}",
                f"nie może być datą odpowiedzi: arkusz jest z {made}, a dziś jest {today}; popraw datę.",
            )
        return day

    return read


def _website(text: str) -> str:
    return read_website(text) if text else ""


def _has_headers(form: Form, card: Card, sheet: Sheet) -> bool:
    """Check whether the first row is as it was sent; every header that is not is told with its column."""
    number, row = (sheet.numbers[0], sheet.rows[0]) if sheet.rows else (1, ())
    wrong = False
    for at, wanted in enumerate(card.headers):
        came = clean_text(row[at]) if at < len(row) else ""
        if came != wanted:
            why = f"stoi w miejscu nagłówka „{wanted}”; przywróć nagłówki w pierwszym wierszu"
            form.add(
                Record(card.title, number, {wanted: came}),
                CellProblem("changed-header", wanted, came, why, refuses=True),
            )
            wrong = True
    for came in map(clean_text, row[len(card.headers) :]):
        if came:
            why = "nie należy do arkusza odpowiedzi; tej kolumny nie przeczytano"
            form.add(Record(card.title, number, {came: came}), CellProblem("unknown-column", came, came, why))
    return not wrong


def _rows(card: Card, sheet: Sheet) -> Iterator[Filled]:
    formulas: dict[int, set[int]] = {}
    for number, column in sheet.formulas:
        formulas.setdefault(number, set()).add(column)
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        cells = dict(zip(card.headers, (*row, *[""] * len(card.headers)), strict=False))
        if any(clean_text(text) for header, text in cells.items() if header != ROW_KEY) or number in formulas:
            yield _filled(card, Record(card.title, number, cells), formulas.get(number, set()))
        elif cells[ROW_KEY]:
            yield _filled(card, Record(card.title, number, cells), set())


def _filled(card: Card, record: Record, formulas: set[int]) -> Filled:
    line, cells = RowResult(record), record.cells
    identity, content = read_row_key(cells[ROW_KEY])
    raw = {f.name: _iso(cells[f.header]) if f.is_day else cells[f.header] for f in card.read}
    filled = Filled(card, line, identity, _answer(line, cells[ANSWER]), content_hash(card, raw) != content)
    for column in sorted(formulas):
        if column < len(card.headers):
            header = card.headers[column]
            line.reject("formula", _name_of(card, header), HAZARDS["formula"], cells[header])
    if filled.is_told:
        _take(card, line, cells)
    _check_answer(filled)
    return filled


def _name_of(card: Card, header: str) -> str:
    return next((f.name for f in card.fields if f.header == header), "answer")


def _iso(text: str) -> str:
    try:
        return read_day(text) if text else ""
    except InvalidInputError:
        return text


def _take(card: Card, line: RowResult, cells: Mapping[str, str]) -> None:
    """Read the cells of an answered row; one with a danger in it refuses the row."""
    for column in card.read:
        text, danger = read_cell(_BARE, column.name, cells[column.header])
        if danger:
            line.reject(danger, column.name, HAZARDS[danger], text[:80])
        elif text:
            line.values[column.name] = clean_text(text)


def _answer(line: RowResult, text: str) -> Answer | None:
    said = clean_text(text)
    answer = _ANSWERS.get(fold(said))
    if said and answer is None:
        line.reject("unknown-answer", "answer", f"nie jest odpowiedzią; wybierz: {', '.join(Answer)}", said)
    return answer


def _check_answer(filled: Filled) -> None:
    """Note a row that was changed without an answer, or against it."""
    line = filled.line
    if not filled.is_changed or line.refused:
        return
    if filled.answer is None:
        why = "jest puste, a wiersz zmieniono albo dopisano; wybierz odpowiedź albo przywróć wiersz"
        line.reject("answer-missing", "answer", why, "")
    elif filled.answer is Answer.SKIP:
        line.note("skipped-change", "answer", "wybrano, choć wiersz zmieniono; zmian nie przyjęto", Answer.SKIP)
    elif filled.answer is Answer.CONFIRM and filled.identity:
        line.note("confirmed-change", "answer", "wybrano, choć wiersz zmieniono; przyjęto jako zmianę", Answer.CONFIRM)
