"""Reply sheets read back: what each answer makes of centres, offices and claims."""

import shutil
from datetime import date

import pytest

from ses_map.reply_sheet import CARDS
from tests.import_builders import CENTRES, CLAIMS, OFFICES, assert_sealed, files_of, row_of, rows_of
from tests.reply_builders import (
    CENTRE,
    CHANGE,
    CONFIRM,
    FREE,
    OTHER,
    SERVED,
    SKIP,
    Sheet,
    answer,
    blank,
    claims,
    name,
    take,
)

pytest_plugins = ["tests.reply_fixtures"]
pytestmark = pytest.mark.realdata


def test_a_confirmation_is_a_claim_of_the_day_of_the_reply(lubelskie_geo, sheet):
    before = rows_of(lubelskie_geo, CLAIMS)
    report = take(lubelskie_geo, answer(sheet, SERVED, **CONFIRM))
    (new,) = rows_of(lubelskie_geo, CLAIMS)[len(before) :]

    assert rows_of(lubelskie_geo, CLAIMS)[: len(before)] == before
    assert (new["unit"], new["centre_id"], new["effect"], new["confidence"]) == (SERVED, CENTRE, "add", "stated")
    assert (new["source_title"], new["source_date"], new["source_url"]) == (
        "Odpowiedź: Regionalny Ośrodek Polityki Społecznej w Lublinie", "2026-12-15", "",
    )  # fmt: skip
    assert new["register"].startswith("odpowiedz-koordynator-lubelskie-")
    assert report.answers["Potwierdzam"] == 1 and not report.refused and report.problems == ()
    assert_sealed(lubelskie_geo)


def test_rows_in_are_rows_accepted_and_rejected_and_each_has_an_answer(lubelskie_geo, sheet):
    report = take(lubelskie_geo, answer(answer(sheet, SERVED, **CONFIRM), FREE, **SKIP))
    many = sum(len(sheet.rows(card.title)) for card in CARDS)

    assert len(report.rows) == many == report.accepted + report.rejected == sum(report.answers.values())
    assert report.answers == {"Potwierdzam": 1, "Zmieniam": 0, "Nie dotyczy": 1, "bez odpowiedzi": many - 2}


def test_a_row_without_an_answer_is_no_evidence(lubelskie_geo, sheet):
    before = files_of(lubelskie_geo)
    report = take(lubelskie_geo, sheet)

    assert report.refused and [p.code for p in report.problems] == ["no-answers"]
    assert files_of(lubelskie_geo) == before


def test_the_address_of_a_letter_is_the_source(lubelskie_geo, sheet):
    sheet.book["Odpowiedź"]["B5"].value = "https://rops.example/pismo"
    take(lubelskie_geo, answer(sheet, SERVED, **CONFIRM))

    assert row_of(lubelskie_geo, CLAIMS, source_date="2026-12-15")["source_url"] == "https://rops.example/pismo"


@pytest.mark.parametrize(
    ("unit", "cells", "new"),
    [
        (SERVED, CONFIRM, [f"+{CENTRE} .."]),
        (SERVED, CHANGE, [f"+{CENTRE} .."]),
        (SERVED, SKIP, []),
        (SERVED, CHANGE | {"Obsługuje_do": date(2027, 12, 31)}, [f"+{CENTRE} ..2027-12-31", f"-{CENTRE} 2028-01-01.."]),
        (SERVED, CHANGE | {"Obsługuje_od": "1.01.2026"}, [f"+{CENTRE} 2026-01-01..", f"-{CENTRE} 2026-01-01.."]),
        (SERVED, CHANGE | {"Ośrodek": OTHER, "Obsługuje_od": date(2026, 10, 1)},
         [f"+{OTHER} 2026-10-01..", f"-{CENTRE} 2026-10-01.."]),
        (FREE, CHANGE | {"Ośrodek": OTHER}, [f"+{OTHER} .."]),
        (FREE, CONFIRM | {"Ośrodek": OTHER, "Obsługuje_do": date(2028, 6, 30)}, [f"+{OTHER} ..2028-06-30"]),
    ],
)  # fmt: skip
def test_what_an_answer_makes_of_a_powiat(lubelskie_geo, sheet, unit, cells, new):
    if "Ośrodek" in cells:
        cells = cells | {"Ośrodek": name(sheet, cells["Ośrodek"])}
    report = take(lubelskie_geo, answer(sheet, unit, **cells))

    assert (report.refused, claims(lubelskie_geo, unit)) == (False, new)


def test_a_second_centre_of_a_powiat_is_a_row_of_its_own(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM)
    sheet.put("Wskazania", sheet.free("Wskazania"), {"TERYT": SERVED, "Ośrodek": name(sheet, OTHER), **CHANGE})
    report = take(lubelskie_geo, sheet)

    assert (report.refused, claims(lubelskie_geo)) == (False, [f"+{CENTRE} ..", f"+{OTHER} .."])


def test_a_centre_that_hands_over_may_have_both_rows(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CHANGE, Obsługuje_do=date(2026, 12, 31))
    new = {"TERYT": SERVED, "Ośrodek": name(sheet, OTHER), "Obsługuje od": date(2027, 1, 1), **CHANGE}
    take(lubelskie_geo, sheet.put("Wskazania", sheet.free("Wskazania"), new))

    assert claims(lubelskie_geo) == [f"+{CENTRE} ..2026-12-31", f"+{OTHER} 2027-01-01..", f"-{CENTRE} 2027-01-01.."]


def test_a_gmina_may_be_added(lubelskie_geo, sheet):
    new = {"TERYT": "060301", "Ośrodek": name(sheet, OTHER), **CHANGE}
    take(lubelskie_geo, sheet.put("Wskazania", sheet.free("Wskazania"), new))

    assert claims(lubelskie_geo, "060301") == [f"+{OTHER} .."]


def test_a_zero_that_a_spreadsheet_took_is_given_back_and_told(lubelskie_geo, sheet):
    new = {"TERYT": 601, "Ośrodek": name(sheet, OTHER), **CHANGE}
    report = take(lubelskie_geo, sheet.put("Wskazania", sheet.free("Wskazania"), new))

    assert claims(lubelskie_geo, FREE) == [f"+{OTHER} .."]
    assert [p.code for p in report.problems] == ["zero-restored"]


def test_answers_against_a_changed_row_are_told(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CONFIRM, Obsługuje_do=date(2027, 12, 31))
    answer(sheet, "0604", **SKIP, Obsługuje_do=date(2027, 12, 31))
    report = take(lubelskie_geo, sheet)

    assert sorted(p.code for p in report.problems) == ["confirmed-change", "skipped-change"]
    assert (
        claims(lubelskie_geo) == [f"+{CENTRE} ..2027-12-31", f"-{CENTRE} 2028-01-01.."]
        and claims(lubelskie_geo, "0604") == []
    )


def test_centres_are_changed_in_their_place_and_keep_what_is_not_asked(lubelskie_geo, sheet):
    at = sheet.find("Ośrodki", Nazwa_ośrodka=name(sheet, OTHER))
    sheet.put("Ośrodki", at, CHANGE | {"Podmiot prowadzący": "Fundacja Nowa", "Działa do": date(2027, 6, 30)})
    before = row_of(lubelskie_geo, CENTRES, centre_id=OTHER)
    take(lubelskie_geo, sheet)

    assert row_of(lubelskie_geo, CENTRES, centre_id=OTHER) == before | {
        "operator": "Fundacja Nowa", "valid_to": "2027-06-30", "source_url": "", "source_date": "2026-12-15",
        "source_title": "Odpowiedź: Regionalny Ośrodek Polityki Społecznej w Lublinie", "confidence": "stated",
    }  # fmt: skip


def test_a_new_centre_with_its_office_and_area_in_one_file(lubelskie_geo, sheet):
    new = "OWES Nowy w Białej Podlaskiej"
    sheet.put("Ośrodki", sheet.free("Ośrodki"), {"Nazwa ośrodka": new, "Działa od": date(2026, 7, 1), **CHANGE})
    office = {"Ośrodek": new, "Rodzaj": "siedziba", "Miejscowość": "Biała Podlaska", "Kod pocztowy": "21-500"}
    sheet.put("Biura", sheet.free("Biura"), office | {"Telefon": "83 300 10 20", "Bez schodów": "tak", **CHANGE})
    answer(sheet, FREE, **CHANGE, Ośrodek=new)
    old = sheet.find("Ośrodki", Nazwa_ośrodka=name(sheet, OTHER))
    sheet.put("Ośrodki", old, CHANGE | {"Działa do": date(2026, 6, 30), "Następca": new})
    report = take(lubelskie_geo, sheet)
    key = "owes-nowy-w-bialej-podlaskiej"

    assert not report.refused, report.problems
    assert row_of(lubelskie_geo, CENTRES, centre_id=key)["valid_from"] == "2026-07-01"
    assert row_of(lubelskie_geo, CENTRES, centre_id=OTHER)["successor"] == key
    assert row_of(lubelskie_geo, OFFICES, centre_id=key) | {"step_free": "yes", "phone": "83 300 10 20"} == row_of(
        lubelskie_geo, OFFICES, centre_id=key
    )
    assert claims(lubelskie_geo, FREE) == [f"+{key} .."]
    assert_sealed(lubelskie_geo)


def test_an_office_is_changed_in_its_place(lubelskie_geo, sheet):
    many = len(rows_of(lubelskie_geo, OFFICES))
    at = next(r["row"] for r in sheet.rows("Biura") if r["Klucz"].split("|")[0])
    sheet.put("Biura", at, CHANGE | {"Ulica i numer": "ul. Nowa 1", "E-mail": "biuro@owes.example"})
    report = take(lubelskie_geo, sheet)
    found = row_of(lubelskie_geo, OFFICES, street="ul. Nowa 1")

    assert (len(rows_of(lubelskie_geo, OFFICES)), found["email"], found["source_date"]) == (
        many,
        "biuro@owes.example",
        "2026-12-15",
    )
    assert [c.what for c in report.changes] == ["changed"]


def test_the_same_reply_twice_changes_nothing(lubelskie_geo, sheet):
    answer(sheet, SERVED, **CHANGE, Obsługuje_do=date(2027, 12, 31))
    sheet.put("Ośrodki", sheet.free("Ośrodki"), {"Nazwa ośrodka": "OWES Nowy", **CHANGE})
    sheet.put(
        "Biura", sheet.free("Biura"), {"Ośrodek": "OWES Nowy", "Rodzaj": "filia", "Miejscowość": "Ryki", **CHANGE}
    )
    take(lubelskie_geo, sheet)
    before = files_of(lubelskie_geo)
    again = take(lubelskie_geo, sheet)

    assert (again.changes, again.renewed, files_of(lubelskie_geo)) == ((), 0, before)


def test_a_dry_run_writes_nothing_and_tells_the_same(lubelskie_geo, sheet):
    before = files_of(lubelskie_geo)
    tried = take(lubelskie_geo, answer(sheet, SERVED, **CONFIRM), dry_run=True)

    assert files_of(lubelskie_geo) == before and tried.dry_run
    assert tried.changes == take(lubelskie_geo, sheet).changes != ()


def test_what_a_corrected_sheet_no_longer_says_is_gone(lubelskie_geo, sheet, lubelskie, tmp_path):
    sheet.put("Ośrodki", sheet.free("Ośrodki"), {"Nazwa ośrodka": "OWES Pomyłka", **CHANGE})
    sheet.put(
        "Biura", sheet.free("Biura"), {"Ośrodek": "OWES Pomyłka", "Rodzaj": "filia", "Miejscowość": "Ryki", **CHANGE}
    )
    answer(answer(sheet, FREE, **CHANGE, Ośrodek="OWES Pomyłka"), SERVED, **CONFIRM)
    take(lubelskie_geo, sheet)
    corrected = Sheet(shutil.copy(lubelskie / "blank.xlsx", tmp_path / "druga.xlsx")).reply()
    report = take(lubelskie_geo, answer(corrected, SERVED, **CONFIRM))

    assert claims(lubelskie_geo, FREE) == [] and claims(lubelskie_geo) == [f"+{CENTRE} .."]
    assert not [r for t in (CENTRES, OFFICES) for r in rows_of(lubelskie_geo, t) if "pomylka" in r["centre_id"]]
    assert {c.what for c in report.changes} == {"removed"}


def test_another_sheet_of_the_same_day_corrects_what_it_answers_and_no_more(lubelskie_geo, sheet, tmp_path):
    answer(
        answer(sheet, SERVED, **CHANGE, Ośrodek=name(sheet, OTHER), Obsługuje_od=date(2026, 10, 1)), "0604", **CONFIRM
    )
    take(lubelskie_geo, sheet)
    fresh = Sheet(blank(lubelskie_geo, tmp_path / "nowy.xlsx", on=date(2026, 12, 15))).reply()
    at = fresh.find("Wskazania", TERYT=SERVED)
    take(
        lubelskie_geo,
        fresh.put("Wskazania", at, CHANGE | {"Ośrodek": name(fresh, CENTRE), "Obsługuje od": date(2020, 1, 1)}),
    )

    assert claims(lubelskie_geo) == [f"+{CENTRE} 2020-01-01..", f"-{CENTRE} 2020-01-01.."]
    assert claims(lubelskie_geo, "0604") == [f"+{CENTRE} .."]


def test_a_centre_answers_for_itself_alone(lubelskie_geo, tmp_path):
    own = Sheet(blank(lubelskie_geo, tmp_path / "owes.xlsx", CENTRE, "osrodek")).reply()
    rows = own.rows("Wskazania")

    assert [r["Klucz"].split("|")[0] for r in own.rows("Ośrodki")] == [CENTRE]
    assert len({r["TERYT"] for r in rows}) == 24
    assert {r["Ośrodek"] for r in rows} == {None, name(own, CENTRE)}
    assert not take(lubelskie_geo, answer(own, SERVED, **CONFIRM)).refused
    assert row_of(lubelskie_geo, CLAIMS, source_date="2026-12-15")["source_title"] == f"Odpowiedź: {name(own, CENTRE)}"
