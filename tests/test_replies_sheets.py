"""What is wrong with a reply sheet as a whole, and what a steward sees of it."""

import shutil
from datetime import date

import openpyxl
import pytest

from ses_map.errors import ImportFileError
from ses_map.imports import ImportRequest, import_file
from ses_map.imports.replies import ReplyRequest, import_reply
from ses_map.reply_sheet import CARDS, KEYS
from tests.builders import GEODATA
from tests.import_builders import CLAIMS, mapping
from tests.reply_builders import (
    CENTRE,
    CHANGE,
    CONFIRM,
    FREE,
    LONG_AFTER,
    MADE,
    OTHER,
    REPLIED,
    SERVED,
    Sheet,
    answer,
    blank,
    read_back,
    refused,
    take,
)
from tests.web_builders import hostile_geodata

pytest_plugins = ["tests.reply_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, "invalid-date"),
        ("31.02.2027", "invalid-date"),
        ("wczoraj", "invalid-date"),
        (date(2026, 11, 29), "invalid-date"),  # the sheet was not made yet
        (date(2030, 1, 2), "invalid-date"),  # to come
        ("=TODAY()", "formula"),
    ],
)
def test_a_reply_has_a_day(lubelskie_geo, sheet, day, code):
    answer(sheet.reply(day), SERVED, **CONFIRM)

    assert (code, "Odpowiedź", 4, "Data odpowiedzi") in refused(lubelskie_geo, sheet)


@pytest.mark.parametrize("day", [MADE, LONG_AFTER])
def test_it_is_from_the_day_of_its_sheet_to_today(lubelskie_geo, sheet, day):
    assert not take(lubelskie_geo, answer(sheet.reply(day), SERVED, **CONFIRM)).refused


@pytest.mark.parametrize("card", [c.title for c in CARDS])
def test_a_changed_header(lubelskie_geo, sheet, card):
    answer(sheet, SERVED, **CONFIRM)
    sheet.book[card].cell(1, 4).value = "Coś innego"
    wanted = next(c for c in CARDS if c.title == card).headers[3]

    assert refused(lubelskie_geo, sheet) == [("changed-header", card, 1, wanted)]


def test_a_label_of_the_head_that_was_changed(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM).book["Odpowiedź"]["A4"].value = "Data"

    assert refused(lubelskie_geo, sheet) == [("changed-header", "Odpowiedź", 0, "Data odpowiedzi")]


def test_a_card_that_is_missing(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM)
    del sheet.book["Biura"]

    assert refused(lubelskie_geo, sheet) == [("missing-sheet", "Biura", 0, "")]


def test_a_card_of_somebody_else_is_told(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM).book.create_sheet("Notatki")["A1"] = "ważne"
    report = take(lubelskie_geo, sheet)

    assert (report.refused, [(p.code, p.sheet) for p in report.problems]) == (False, [("unknown-sheet", "Notatki")])


@pytest.mark.parametrize("asked", ["pomorskie", "22"])
def test_a_sheet_of_another_voivodeship_than_asked(tmp_path, sheet, asked):
    whole = shutil.copytree(GEODATA, tmp_path / "whole")
    answer(sheet, SERVED, **CONFIRM)

    assert refused(whole, sheet, voivodeship=asked) == [("other-voivodeship", "Odpowiedź", 2, "")]
    assert not take(whole, sheet, voivodeship="lubelskie").refused


def test_hidden_keys_that_do_not_agree(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM)
    keys = sheet.book[KEYS]
    next(r for r in keys.iter_rows() if r[0].value == "voivodeship")[1].value = "22"

    assert "reply-key" in [p[0] for p in refused(lubelskie_geo, sheet)]


def test_a_centre_must_not_answer_for_another(lubelskie_geo, tmp_path):
    own = Sheet(blank(lubelskie_geo, tmp_path / "owes.xlsx", CENTRE, "osrodek")).reply()
    free = sheet_row = own.free("Ośrodki")
    own.put("Ośrodki", free, {"Nazwa ośrodka": "OWES Nowy", **CHANGE})
    office = own.free("Biura")
    own.put("Biura", office, {"Ośrodek": OTHER, "Rodzaj": "filia", "Miejscowość": "Ryki", **CHANGE})
    answer(own, FREE, **CHANGE, Ośrodek=OTHER)

    assert refused(lubelskie_geo, own) == [
        ("other-centre", "Ośrodki", sheet_row, "Nazwa ośrodka"),
        ("other-centre", "Biura", office, "Ośrodek"),
        ("other-centre", "Wskazania", own.find("Wskazania", TERYT=FREE), "Ośrodek"),
    ]


def test_an_older_reply_after_a_newer_one(lubelskie_geo, sheet):
    take(lubelskie_geo, answer(sheet.reply(date(2026, 12, 20)), SERVED, **CONFIRM))

    assert [p[0] for p in refused(lubelskie_geo, sheet.reply(date(2026, 12, 19)))] == ["older-than-known"]


def test_a_workbook_that_is_no_reply_sheet(lubelskie_geo, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "TERYT"
    book.save(tmp_path / "inny.xlsx")

    with pytest.raises(ImportFileError, match="no reply sheet"):
        import_reply(lubelskie_geo, ReplyRequest(tmp_path / "inny.xlsx", LONG_AFTER))


def test_a_reply_sheet_is_no_table(lubelskie_geo, sheet):
    with pytest.raises(ImportFileError, match="import it with import reply"):
        import_file(lubelskie_geo, ImportRequest(sheet.save(), mapping("assignments"), None, LONG_AFTER))


def test_what_a_steward_sees(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM)
    tried, done = (read_back(lubelskie_geo, sheet.save(), *o, today=REPLIED) for o in (["--dry-run"], []))
    wrong = read_back(lubelskie_geo, sheet.reply(date(2030, 1, 1)).save(), today=REPLIED)
    asked = read_back(lubelskie_geo, sheet.save(), "--source-title", "x")

    assert (tried.exit_code, done.exit_code, wrong.exit_code, asked.exit_code) == (0, 0, 1, 2)
    assert (
        "(próba)" in tried.output
        and "bez odpowiedzi" in done.output
        and f"+ {CLAIMS} {CENTRE} {SERVED} add" in done.output
    )
    assert (
        "Niczego nie zapisano" in wrong.output
        and "Karta „Odpowiedź”, wiersz 4, kolumna „Data odpowiedzi”" in wrong.output
    )
    for form in ("json", "csv", "html"):
        assert read_back(lubelskie_geo, sheet.save(), "--format", form, today=REPLIED).exit_code == 1


@pytest.mark.parametrize("role", ["koordynator", "osrodek"])
def test_a_hostile_registry_fills_a_sheet_that_reads_back_unanswered(hostile_geo, tmp_path, role):
    """What no workbook can hold is no change, and nothing in a prefilled row is run."""
    key = {"koordynator": "pomorskie", "osrodek": "owes-nadwislanski-dzierzgon"}[role]
    report = take(hostile_geo, Sheet(blank(hostile_geo, tmp_path / "zly.xlsx", key, role)).reply())

    assert [p.code for p in report.problems] == ["no-answers"]


@pytest.fixture(scope="module")
def hostile_geo(tmp_path_factory):
    return hostile_geodata(tmp_path_factory.mktemp("hostile") / "geodata")
