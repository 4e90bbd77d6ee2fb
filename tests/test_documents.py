"""Workbooks of replies: prefilled cards with drop-downs, hidden keys, and nothing that runs."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from ses_map.documents.reply_workbook import to_reply_workbook
from ses_map.lookup import Lookup
from ses_map.planning.recipients import Role, find_recipient
from ses_map.planning.reply_rows import fill_reply
from ses_map.reply_sheet import CARDS, HEAD, KEYS, MARK, Answer, ReplyKey
from tests.builders import centre, country, day, office, registry
from tests.reply_builders import MADE
from tests.web_builders import EVIL_NAME, FORMULA


def book_of(text="0201>a~2019 0202>b@..2020-12-31", **changes):
    lookup = Lookup(
        country("020101 020201 020301", registry=replace(registry(["020101", "020201", "020301"], text), **changes))
    )
    return to_reply_workbook(fill_reply(lookup, find_recipient(lookup, Role.COORDINATOR, "slug-02", MADE), MADE))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(book, card):
    return [[cell.value for cell in row] for row in book[card].iter_rows(min_row=2) if row[0].value]


def test_every_unit_of_the_voivodeship_has_a_row():
    book = opened(book_of())

    assert book.sheetnames == [HEAD, *(c.title for c in CARDS), KEYS]
    assert [[str(v or "")[:15] for v in row[2:8]] for row in cells(book, "Wskazania")] == [
        ["0201", "powiat p0201", "OWES a", "", "", "niepotwierdzone"],
        ["0202", "powiat p0202", "OWES b", "", "2020-12-31 00:0", "zakończone"],
        ["0203", "powiat p0203", "", "", "", "brak wskazania"],
    ]
    assert [row[0].split("|")[:2] for row in cells(book, "Wskazania")] == [["0201", "a"], ["0202", "b"], ["0203", ""]]
    assert [row[1] for row in cells(book, "Wskazania")] == [None] * 3


def test_offices_are_those_in_use_and_a_centre_without_a_seat_is_invited_to_name_one():
    own = (office("a", "Lubin", phone="76 1"), office("a", "Legnica", role="branch", valid_to=day("2020-12-31")))
    book = opened(book_of(centres=(centre("a", offices=own), centre("b"))))

    assert [row[2:5] for row in cells(book, "Biura")] == [["OWES a", "siedziba", "Lubin"], ["OWES b", "siedziba", None]]


def test_answers_kinds_and_centres_are_chosen_from_lists():
    lists = {}
    for card in CARDS:
        for rule in opened(book_of())[card.title].data_validations.dataValidation:
            lists[card.title, str(rule.sqref).split("2:")[0]] = rule.formula1
    answers = f'"{",".join(Answer)}"'

    assert {lists[c.title, "B"] for c in CARDS} == {answers}
    assert lists["Biura", "D"] == '"siedziba,filia"' and lists["Biura", "K"] == '"tak,nie"'
    assert {lists["Biura", "C"], lists["Wskazania", "E"], lists["Ośrodki", "I"]} == {"'Ośrodki'!$C$2:$C$13"}
    assert len(lists) == 8


def test_the_lists_reach_beyond_the_rows_there_are():
    sheet = opened(book_of())["Wskazania"]
    (answers,) = [r for r in sheet.data_validations.dataValidation if str(r.sqref).startswith("B2")]

    assert str(answers.sqref) == "B2:B14"
    assert sheet["C10"].number_format == "@" and sheet["F10"].number_format == "yyyy-mm-dd"


def test_keys_are_hidden_and_say_whose_reply_it_is():
    book = opened(book_of())
    lines = {row[0].value: row[1].value for row in book[KEYS].iter_rows(min_row=2)}
    key = ReplyKey(*(lines[name] for name in ReplyKey.__dataclass_fields__))

    assert (book[KEYS].sheet_state, book[KEYS]["A1"].value) == ("veryHidden", MARK)
    assert all(book[c.title].column_dimensions["A"].hidden for c in CARDS)
    assert (key.role, key.recipient, key.voivodeship, key.day) == ("koordynator", "slug-02", "02", "2026-11-30")
    assert lines["sheet"] == key.sheet and lines["Wskazania"] == "registry/assignments.csv"
    assert re.fullmatch(r"odpowiedz-koordynator-slug-02-[0-9a-f]{12}", key.register)


OTHERS = (
    {"role": "osrodek"}, {"recipient": "x"}, {"voivodeship": "04"}, {"day": "2026-12-01"}, {"snapshot": "y"},
)  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_any_other_sheet_has_another_identity(other):
    key = ReplyKey("koordynator", "slug-02", "02", "2026-11-30", "x")

    assert replace(key, **other).sheet != key.sheet


def test_the_same_day_and_data_give_the_same_bytes():
    assert book_of() == book_of()


def test_nothing_of_the_registry_runs():
    evil = centre("a", name=FORMULA + EVIL_NAME, operator="=1+1", website="https://x.example/=1")
    content = book_of(centres=(evil, centre("b")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]

    assert sheets and not any(b"<f>" in s or b"<f " in s or b"hyperlink" in s for s in sheets)


def test_every_column_is_explained():
    said = {(row[0].value, row[1].value) for row in opened(book_of())[HEAD].iter_rows(min_row=7)}

    assert {(c.title, f.header) for c in CARDS for f in c.fields} <= said
