"""What is wrong with a row of a reply sheet: nothing is written, and every problem says card, row and column."""

import shutil
from datetime import date

import pytest

from tests.builders import GEODATA
from tests.import_builders import CLAIMS
from tests.reply_builders import (
    CENTRE,
    CHANGE,
    CONFIRM,
    OTHER,
    SERVED,
    answer,
    name,
    refused,
)
from tests.web_builders import FORMULA, IMG, edit_rows

pytest_plugins = ["tests.reply_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Ośrodek": "OWES Nieznany"}, "unknown-centre", "Ośrodek"),
        ({"Ośrodek": None}, "missing-centre", "Ośrodek"),
        ({"TERYT": "0699"}, "unknown-unit", "TERYT"),
        ({"TERYT": None}, "unknown-unit", "TERYT"),
        ({"TERYT": "0604"}, "unit-changed", "TERYT"),
        ({"Obszar": "powiat lubelski"}, "unit-contradicted", "Obszar"),
        ({"Obsługuje_od": date(2027, 1, 1), "Obsługuje_do": date(2026, 1, 1)}, "dates-reversed", "Obsługuje do"),
        ({"Obsługuje_do": "31.02.2027"}, "invalid-date", "Obsługuje do"),
        ({"Obsługuje_do": "wkrótce"}, "invalid-date", "Obsługuje do"),
        ({"Odpowiedź": "chyba tak"}, "unknown-answer", "Odpowiedź"),
        ({"Odpowiedź": None, "Obsługuje_do": date(2027, 1, 1)}, "answer-missing", "Odpowiedź"),
        ({"Obsługuje_do": "=1+1"}, "formula", "Obsługuje do"),
        ({"Ośrodek": "=HYPERLINK(\"http://evil.example\")"}, "formula", "Ośrodek"),
        ({"Ośrodek": IMG}, "markup", "Ośrodek"),
        ({"Ośrodek": "OWES\u202eX"}, "control-character", "Ośrodek"),
        ({"Ośrodek": "x" * 1001}, "too-long", "Ośrodek"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_claim(lubelskie_geo, sheet, cells, code, column):
    answer(sheet, "0604", **CONFIRM)
    answer(sheet, SERVED, **CHANGE | cells)
    number = next(r["row"] for r in sheet.rows("Wskazania") if str(r["Klucz"]).startswith(f"{SERVED}|"))

    assert (code, "Wskazania", number, column) in refused(lubelskie_geo, sheet)


def test_another_centre_needs_the_day_since_when(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CHANGE, Ośrodek=name(sheet, OTHER))

    assert refused(lubelskie_geo, sheet) == [
        ("start-missing", "Wskazania", sheet.find("Wskazania", TERYT=SERVED), "Obsługuje od")
    ]


@pytest.mark.parametrize("unit", ["2207", "220701"])
def test_a_unit_of_another_voivodeship(tmp_path, sheet, unit):
    whole = shutil.copytree(GEODATA, tmp_path / "whole")
    free = sheet.free("Wskazania")
    sheet.put("Wskazania", free, {"TERYT": unit, "Ośrodek": name(sheet, OTHER), **CHANGE})

    assert refused(whole, sheet) == [("unit-elsewhere", "Wskazania", free, "TERYT")]


@pytest.mark.parametrize("answered", [CONFIRM, {}])
def test_the_same_unit_twice_with_the_same_centre(lubelskie_geo, sheet, answered):
    answer(sheet, SERVED, **answered)
    sheet.put("Wskazania", sheet.free("Wskazania"), {"TERYT": SERVED, "Ośrodek": name(sheet, CENTRE), **CHANGE})

    assert {p[:2] + p[3:] for p in refused(lubelskie_geo, sheet)} == {("duplicate-row", "Wskazania", "Ośrodek")}


def test_a_row_about_which_a_newer_source_speaks(lubelskie_geo, sheet):
    edit_rows(lubelskie_geo, CLAIMS, {"unit": SERVED}, source_date="2027")

    answer(sheet, SERVED, **CONFIRM)
    assert [p[0] for p in refused(lubelskie_geo, sheet)] == ["older-than-known"]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Nazwa ośrodka": None}, "missing-name", "Nazwa ośrodka"),
        ({"Nazwa ośrodka": FORMULA}, "formula", "Nazwa ośrodka"),
        ({"Strona internetowa": "na Facebooku"}, "invalid-website", "Strona internetowa"),
        ({"Następca": "OWES Nieznany"}, "unknown-successor", "Następca"),
        ({"Następca": "self"}, "successor-circle", "Następca"),
        ({"Działa od": date(2027, 1, 1), "Działa do": date(2026, 1, 1)}, "dates-reversed", "Działa do"),
    ],
)
def test_what_is_wrong_with_a_centre(lubelskie_geo, sheet, cells, code, column):
    own = name(sheet, OTHER)
    at = sheet.find("Ośrodki", Nazwa_ośrodka=own)
    sheet.put("Ośrodki", at, CHANGE | {k: own if v == "self" else v for k, v in cells.items()})

    assert (code, "Ośrodki", at, column) in refused(lubelskie_geo, sheet)


def test_a_circle_of_two_successors(lubelskie_geo, sheet):
    names = [name(sheet, CENTRE), name(sheet, OTHER)]
    rows = [sheet.find("Ośrodki", Nazwa_ośrodka=n) for n in names]
    for at, heir in zip(rows, reversed(names), strict=True):
        sheet.put("Ośrodki", at, CHANGE | {"Następca": heir})

    assert refused(lubelskie_geo, sheet) == [("successor-circle", "Ośrodki", at, "Następca") for at in rows]


@pytest.mark.parametrize("known", [False, True])
def test_a_centre_that_is_added_twice(lubelskie_geo, sheet, known):
    new = name(sheet, OTHER) if known else "OWES Nowy"
    rows = [sheet.free("Ośrodki"), sheet.free("Ośrodki") + 1][known:]
    for at in rows:
        sheet.put("Ośrodki", at, {"Nazwa ośrodka": new, **CHANGE})

    assert refused(lubelskie_geo, sheet) == [("duplicate-row", "Ośrodki", rows[-1], "Nazwa ośrodka")]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Ośrodek": "OWES Nieznany"}, "unknown-centre", "Ośrodek"),
        ({"Ośrodek": None}, "unknown-centre", "Ośrodek"),
        ({"Rodzaj": "kiosk"}, "unknown-role", "Rodzaj"),
        ({"Rodzaj": None}, "unknown-role", "Rodzaj"),
        ({"Miejscowość": None}, "no-office", "Miejscowość"),
        ({"Kod pocztowy": "lubelskie"}, "invalid-postcode", "Kod pocztowy"),
        ({"Telefon": "u Jana"}, "invalid-phone", "Telefon"),
        ({"E-mail": "biuro(at)owes"}, "invalid-email", "E-mail"),
        ({"Bez schodów": "może"}, "unknown-answer", "Bez schodów"),
        ({"Działa od": date(2027, 1, 1), "Działa do": date(2026, 1, 1)}, "dates-reversed", "Działa do"),
        ({"Godziny": "=NOW()"}, "formula", "Godziny"),
    ],
)
def test_what_is_wrong_with_an_office(lubelskie_geo, sheet, cells, code, column):
    free = sheet.free("Biura")
    office = {"Ośrodek": name(sheet, OTHER), "Rodzaj": "filia", "Miejscowość": "Ryki", **CHANGE}
    sheet.put("Biura", free, office | cells)

    assert (code, "Biura", free, column) in refused(lubelskie_geo, sheet)


def test_the_same_office_twice(lubelskie_geo, sheet):
    office = {"Ośrodek": name(sheet, OTHER), "Rodzaj": "filia", "Miejscowość": "Ryki", **CHANGE}
    free = sheet.free("Biura")
    sheet.put("Biura", free, office).put("Biura", free + 1, office)

    assert refused(lubelskie_geo, sheet) == [("duplicate-row", "Biura", free + 1, "Miejscowość")]
