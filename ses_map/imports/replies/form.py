"""A filled workbook → its key, its head and its rows, each cell held against what was declared and prefilled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ses_map.errors import ImportFileError, InvalidInputError
from ses_map.imports.cells import HAZARDS, clean_text, read_website
from ses_map.imports.cleaning import read_cell
from ses_map.imports.days import read_day
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
    def is_taken(self) -> bool:
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

    def refuse(self, sheet: str, row: int, code: str, why: str, value: str = "", column: str = "") -> None:
        """Note that something outside the rows of data keeps the whole reply out."""
        self._note(sheet, row, CellProblem(code, column, value, why, refuses=True))

    def note(self, sheet: str, row: int, code: str, why: str, value: str = "", column: str = "") -> None:
        """Note that something outside the rows of data is odd."""
        self._note(sheet, row, CellProblem(code, column, value, why))

    def _note(self, sheet: str, row: int, problem: CellProblem) -> None:
        self.problems.append((Record(sheet, row, {problem.field: problem.value}), problem))


#: Problems that leave a row as it is: what was taken, and why.
_SOFT = frozenset({"skipped-change", "confirmed-change", "zero-restored"})


def refuse_any(line: RowResult) -> None:
    """Make every problem refuse its row: of a reply everything is taken, or nothing."""
    line.problems = [p if p.refuses or p.code in _SOFT else replace(p, refuses=True) for p in line.problems]


def read_form(sheets: Sequence[Sheet], today: date) -> Form:
    """Read a filled workbook; no reply is of a later day than today.

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
    said = {row[0]: row[1] for row in by_name[KEYS].rows[1:] if len(row) > 1}
    form = Form(ReplyKey(**{name: said.get(name, "") for name in ReplyKey.__dataclass_fields__}))
    if form.key.lines != said:
        why = "nie zgadza się z resztą ukrytej karty; pobierz arkusz jeszcze raz i przenieś odpowiedzi"
        form.refuse(KEYS, 1, "reply-key", why)
    _read_head(form, by_name.get(HEAD, Sheet(HEAD, (), ())), today)
    for card in CARDS:
        sheet = by_name.pop(card.title, None)
        if sheet is None:
            why = "nie ma jej w pliku; odeślij arkusz ze wszystkimi kartami"
            form.refuse(card.title, 0, "missing-sheet", why, card.title)
        elif _has_headers(form, card, sheet):
            form.rows += _rows(card, sheet)
    for sheet in (s for s in by_name.values() if s.rows and s.name not in (HEAD, KEYS)):
        why = "nie należy do arkusza odpowiedzi i nie została przeczytana"
        form.note(sheet.name, 0, "unknown-sheet", why, sheet.name)
    return form


def _read_head(form: Form, sheet: Sheet, today: date) -> None:
    """Read the date of the reply, which must be there, and the address of a letter, which may be."""
    lines = {clean_text(row[0]): (n, row) for n, row in zip(sheet.numbers, sheet.rows, strict=True) if row}
    formulas = {row for row, _ in sheet.formulas}
    for label, code in ((DATE, "invalid-date"), (ADDRESS, "invalid-website")):
        number, row = lines.get(label, (0, ()))
        text = clean_text(row[1]) if len(row) > 1 else ""
        if label not in lines:
            why = "nie ma takiego pola; nie zmieniaj nazw w arkuszu"
            form.refuse(HEAD, number, "changed-header", why, label, label)
        elif number in formulas:
            form.refuse(HEAD, number, "formula", HAZARDS["formula"], text, label)
        else:
            try:
                if label == DATE:
                    form.day = _reply_day(text, form.key.day, today)
                else:
                    form.url = read_website(text) if text else ""
            except InvalidInputError as error:
                form.refuse(HEAD, number, code, error.polish.rstrip("."), text, label)


def _reply_day(text: str, made: str, today: date) -> str:
    """Read the date of a reply: not before its sheet was made, and not to come."""
    if not text:
        raise InvalidInputError("a reply has a date", "pozostało puste; wpisz datę odpowiedzi, np. 2026-12-15.")
    day = read_day(text)
    if not made <= day <= today.isoformat():
        raise InvalidInputError(
            f"{day} is not between {made} and {today}",
            f"nie może być datą odpowiedzi: arkusz jest z {made}, a dziś jest {today}; popraw datę.",
        )
    return day


def _has_headers(form: Form, card: Card, sheet: Sheet) -> bool:
    """Check whether the first row is as it was sent; every header that is not is reported with its column."""
    number, row = (sheet.numbers[0], sheet.rows[0]) if sheet.rows else (1, ())
    found = [clean_text(text) for text in row]
    found += [""] * (len(card.headers) - len(found))
    changed = [(came, wanted) for came, wanted in zip(found, card.headers, strict=False) if came != wanted]
    for came, wanted in changed:
        why = f"stoi w miejscu nagłówka „{wanted}”; przywróć nagłówki w pierwszym wierszu"
        form.refuse(card.title, number, "changed-header", why, came, wanted)
    for came in filter(None, found[len(card.headers) :]):
        why = "nie należy do arkusza odpowiedzi; tej kolumny nie przeczytano"
        form.note(card.title, number, "unknown-column", why, came, came)
    return not changed


def _rows(card: Card, sheet: Sheet) -> Iterator[Filled]:
    formulas: dict[int, set[int]] = defaultdict(set)
    for number, column in sheet.formulas:
        formulas[number].add(column)
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        cells = dict(zip(card.headers, (*row, *[""] * len(card.headers)), strict=False))
        if any(map(clean_text, cells.values())) or number in formulas:
            yield _filled(card, Record(card.title, number, cells), formulas[number])


def _filled(card: Card, record: Record, formulas: set[int]) -> Filled:
    line, cells = RowResult(record), record.cells
    identity, content = read_row_key(cells[ROW_KEY])
    raw = {f.name: _iso(cells[f.header]) if f.is_day else cells[f.header] for f in card.read}
    filled = Filled(card, line, identity, _answer(line, cells[ANSWER]), content_hash(card, raw) != content)
    names = {f.header: f.name for f in card.fields}
    for header in (card.headers[column] for column in sorted(formulas) if column < len(card.headers)):
        line.reject("formula", names.get(header, "answer"), HAZARDS["formula"], cells[header])
    if filled.is_taken:
        _take(card, line, cells)
    _check_answer(filled)
    return filled


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
