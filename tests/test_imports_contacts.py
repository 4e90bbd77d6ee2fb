"""Contacts from tables that are wide (a column each) or long (a row each)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.registry import read_registry
from tests.import_builders import CONTACTS, codes, gives, read, refusals, rows_of, take, unfit, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

PAGE = "https://example.pl/kontakt"
WIDE = {
    "Województwo": "pomorskie", "Telefon": "58 326 85 60", "E-mail": "rops@example.pl", "www": "rops.example.pl",
    "Adres": "ul. Okopowa 21/27,\n80-810 Gdańsk", "Strona o OWES": "https://rops.example.pl/owes", "source_url": PAGE,
    "source_date": "2024-03",
}  # fmt: skip
LONG = {"centre_id": "owes-debrzno", "kind": "phone", "value": "59 833 57 50"}


def found(outcome):
    return [(r["subject"], r["kind"], r["value"]) for r in outcome.rows.get(CONTACTS, ())]


def test_a_wide_row_gives_a_contact_for_each_filled_cell(context):
    (outcome,) = read(context, "contacts", WIDE)

    assert outcome.problems == []
    assert found(outcome) == [
        ("22", "phone", "58 326 85 60"),
        ("22", "email", "rops@example.pl"),
        ("22", "address", "ul. Okopowa 21/27, 80-810 Gdańsk"),
        ("22", "website", "http://rops.example.pl"),
        ("22", "owes_page", "https://rops.example.pl/owes"),
    ]
    papers = {"source_url": PAGE, "source_title": "", "source_date": "2024-03", "register": "wykaz"}
    assert all(papers.items() <= r.items() for r in outcome.rows[CONTACTS])


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("phone", "tel. (59) 833-57-50", ("phone", "59 833 57 50")),
        ("telefon", "59 833 57 50", ("phone", "59 833 57 50")),
        ("E-mail", "biuro@example.pl", ("email", "biuro@example.pl")),
        ("strona", "https://example.pl", ("website", "https://example.pl")),
        ("owes_page", "https://example.pl", ("owes_page", "https://example.pl")),
        ("adres", "ul. Nowa 1, Debrzno", ("address", "ul. Nowa 1, Debrzno")),
    ],
)
def test_a_long_row_is_one_contact(context, kind, value, said):
    (outcome,) = read(context, "contacts", LONG | {"kind": kind, "value": value})

    assert found(outcome) == [("owes-debrzno", *said)]


@pytest.mark.parametrize(
    ("cells", "subject"),
    [
        ({"Województwo": "pomorskie"}, "22"),
        ({"voivodeship_teryt2": "22"}, "22"),
        ({"subject": "22"}, "22"),
        ({"subject": "owes-debrzno"}, "owes-debrzno"),
        ({"Nazwa": "Regionalny Ośrodek Polityki Społecznej w Opolu"}, "16"),
        ({"Nazwa": "Regionalny Ośrodek Polityki Społecznej w Opolu", "Województwo": "opolskie"}, "16"),
        ({"OWES": "owes-debrzno", "Województwo": "pomorskie"}, "owes-debrzno"),
    ],
)
def test_whom_a_row_is_about(context, cells, subject):
    (outcome,) = read(context, "contacts", cells | {"Telefon": "58 326 85 60"})

    assert found(outcome) == [(subject, "phone", "58 326 85 60")]
    assert outcome.keys == (subject,)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (LONG | {"centre_id": "owes-nieznany"}, "unknown-subject"),
        ({"Nazwa": "ROPS Atlantyda", "Województwo": "pomorskie", "Telefon": "58 326 85 60"}, "unknown-subject"),
        ({"Województwo": "atlantydzkie", "Telefon": "58 326 85 60"}, "unknown-subject"),
        ({"Telefon": "58 326 85 60"}, "unknown-subject"),
        (LONG | {"kind": "faks"}, "unknown-kind"),
        (LONG | {"value": "zadzwoń"}, "invalid-phone"),
        (LONG | {"kind": "", "value": ""}, "no-contact"),
        (WIDE | {"source_date": "2018 or later"}, "invalid-date"),
    ],
)
def test_what_refuses_a_contact_is_told_once(context, record, code):
    (outcome,) = read(context, "contacts", record)

    assert (refusals(outcome), outcome.rows) == ([code], {})


def test_one_cell_that_cannot_be_read_takes_no_other_with_it(context):
    (outcome,) = read(context, "contacts", WIDE | {"Telefon": "zadzwoń"})

    assert codes(outcome) == ["invalid-phone"]
    assert [kind for _, kind, _ in found(outcome)] == ["email", "address", "website", "owes_page"]


CELLS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["", "22", "owes-debrzno", "phone", "58 326 85 60", "a@b.pl", "https://x.pl", "=1", "x" * 1200,
                     "１２３４５６７８９", "HTTP://X.PL/\u00a0"]),
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from([*WIDE, *LONG]), CELLS, max_size=8), min_size=1, max_size=4))
def test_every_row_is_accepted_by_the_table_or_refused_with_a_problem(context, records):
    results = read(context, "contacts", *records)

    assert [o for o in results if gives(o) == bool(refusals(o))] == []
    assert unfit(results) == []


def sheet(path, *rows):
    return write_sheet(path, [["Województwo", "Telefon", "source_url", "source_date"], *rows])


def phone(geo):
    registry, problems = read_registry(geo)
    assert [p for p in problems if p.file == CONTACTS] == []
    return next(c.phone for c in registry.coordinators if c.voivodeship == "22")


def test_several_sources_stay_and_the_newest_is_said(geo, tmp_path):
    before = len(rows_of(geo, CONTACTS))
    path = sheet(
        tmp_path / "a.csv", ["22", "58 111 11 11", PAGE, "2009"], ["22", "58 222 22 22", PAGE + "2", "2021-04"]
    )
    first, second = take(geo, path, "contacts"), take(geo, path, "contacts")

    assert [c.what for c in first.changes] == ["added", "added"]
    assert (second.changes, second.renewed) == ((), 0)
    assert len(rows_of(geo, CONTACTS)) == before + 2
    assert phone(geo) == "58 222 22 22"


def test_what_a_source_says_later_stands_in_place_of_what_it_said(geo, tmp_path):
    take(geo, sheet(tmp_path / "a.csv", ["22", "58 111 11 11", PAGE, "2021"]), "contacts")
    report = take(geo, sheet(tmp_path / "b.csv", ["22", "58 333 33 33", PAGE, "2024"]), "contacts")

    assert [(c.what, c.columns) for c in report.changes] == [("changed", {"value": ("58 111 11 11", "58 333 33 33")})]
    assert phone(geo) == "58 333 33 33"
