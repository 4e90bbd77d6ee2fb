"""Offices from dirty rows, and what an edition does with those that are there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.merging import merge
from tests.builders import row
from tests.import_builders import (
    CENTRES,
    CLAIMS,
    OFFICES,
    codes,
    gives,
    read,
    refusals,
    row_of,
    rows_of,
    take,
    unfit,
    write_sheet,
)

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

#: A centre whose one office of the registry is in Słupsk.
FILIA = {"OWES": "owes-slupsk", "Rodzaj biura": "filia", "Adres biura": "ul. Nowa 1, 77-200 Miastko"}


def accepted(context, record):
    (outcome,) = read(context, "offices", record)
    assert outcome.accepted, outcome.problems
    (found,) = outcome.rows[OFFICES]
    return found


def test_an_office_is_read_whole(context):
    record = FILIA | {
        "Telefon": "59 840 00 00", "E-mail": "miastko@example.pl", "Godziny otwarcia": "pn.–pt. 8–16",
        "Wejście bez stopni": "Tak", "Data od": "2024-01-01", "Data do": "31.12.2025", "Źródło": "Strona OWES",
        "Data źródła": "2024-02",
    }  # fmt: skip
    (outcome,) = read(context, "offices", record)

    assert outcome.problems == []
    assert outcome.keys == ("owes-slupsk",)
    assert outcome.rows[OFFICES] == (
        {
            "centre_id": "owes-slupsk", "role": "branch", "place": "Miastko", "street": "ul. Nowa 1",
            "postcode": "77-200", "phone": "59 840 00 00", "email": "miastko@example.pl", "hours": "pn.–pt. 8–16",
            "step_free": "yes", "source_url": "", "source_title": "Strona OWES", "source_date": "2024-02",
            "valid_from": "2024-01-01", "valid_to": "2025-12-31", "register": "wykaz",
        },
    )  # fmt: skip


def test_a_centre_may_be_called_by_its_name(context):
    name = next(c.name for c in context.registry.centres if c.id == "owes-slupsk")

    assert accepted(context, FILIA | {"OWES": name.upper()})["centre_id"] == "owes-slupsk"


@pytest.mark.parametrize(
    ("said", "role"),
    [("Siedziba", "main"), ("biuro główne", "main"), ("FILIA", "branch"), ("oddział", "branch"), ("branch", "branch")],
)
def test_files_say_in_words_what_an_office_is(context, said, role):
    assert accepted(context, FILIA | {"Rodzaj biura": said})["role"] == role


@pytest.mark.parametrize(
    ("records", "roles"),
    [
        ([{"Miejscowość": "Słupsk"}], ["main"]),
        ([{"Miejscowość": "Miastko"}], [["role-missing"]]),
        ([{"Miejscowość": "Słupsk"}, {"Miejscowość": "Miastko"}], [["role-missing"], ["role-missing"]]),
        ([{"OWES": "owes-jelenia-gora", "Miejscowość": "Jelenia Góra"}], ["main"]),
    ],
    ids=["the town of the seat", "another town", "two offices", "a centre without any"],
)
def test_without_a_word_only_the_one_office_of_a_centre_is_its_main_one(context, records, roles):
    results = read(context, "offices", *({"OWES": "owes-slupsk"} | r for r in records))

    assert [refusals(o) or o.rows[OFFICES][0]["role"] for o in results] == roles


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"OWES": "owes-nieznany"}, "unknown-centre", "centre"),
        ({"OWES": ""}, "unknown-centre", "centre"),
        ({"Rodzaj biura": "sekretariat"}, "unknown-role", "role"),
        ({"Adres biura": ""}, "no-office", "town"),
        ({"Data od": "2024-01-02", "Data do": "2024-01-01"}, "dates-reversed", "valid_to"),
        ({"Data do": "jutro"}, "invalid-date", "valid_to"),
    ],
)
def test_what_refuses_an_office_is_told_once(context, wrong, code, field):
    (outcome,) = read(context, "offices", FILIA | wrong)

    assert refusals(outcome) == [code]
    assert [f.field for f in outcome.problems if f.refuses] == [field]
    assert outcome.rows == {}


@pytest.mark.parametrize(("said", "found"), [("nie", "no"), ("TAK", "yes"), ("", ""), ("-", "")])
def test_step_free_is_an_answer_or_nothing(context, said, found):
    assert accepted(context, FILIA | {"Wejście bez stopni": said})["step_free"] == found


def test_an_answer_that_is_none_is_told_and_left_out(context):
    (outcome,) = read(context, "offices", FILIA | {"Wejście bez stopni": "winda w budowie"})

    assert (outcome.rows[OFFICES][0]["step_free"], codes(outcome)) == ("", ["unknown-answer"])


def test_the_same_office_twice_is_a_repetition(context):
    first, second = read(context, "offices", FILIA, FILIA | {"Telefon": "59 840 00 00"})

    assert first.accepted
    assert refusals(second) == ["duplicate-row"] and "z wiersza 2" in second.problems[-1].why


CELLS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["", "owes-slupsk", "filia", "siedziba", "Słupsk", "tak", "=1", "2024-01-01", "77-200", "a@b.pl",
                     "１２３４５６７８９", "x" * 1200]),
)  # fmt: skip
HEADERS = (*FILIA, "Miejscowość", "Telefon", "E-mail", "Kod pocztowy", "Godziny", "Bez barier", "Data od", "Data do")


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, max_size=8), min_size=1, max_size=4))
def test_every_row_is_accepted_by_the_table_or_refused_with_a_problem(context, records):
    results = read(context, "offices", *records)

    assert [o for o in results if gives(o) == bool(refusals(o))] == []
    assert unfit(results) == []


def office(place, role="main", date="2024", register="r", **changes):
    return row(OFFICES, place=place, role=role, source_date=date, register=register, **changes)


def merged(present, *new, spares=()):
    found = merge(OFFICES, present, new, spares, "r")
    return [(c.what, c.key, c.columns) for c in found.changes]


def test_a_main_office_that_moved_is_the_same_one():
    moved = office("Tam", street="Stara 1", date="2023"), office("Tu", street="Nowa 2")

    assert merged([moved[0]], moved[1]) == [
        ("changed", "a main", {"place": ("Tam", "Tu"), "street": ("Stara 1", "Nowa 2")})
    ]


def test_an_older_source_moves_nobody():
    assert merged([office("Tu", date="2024")], office("Tam", date="2019")) == []


@pytest.mark.parametrize(
    ("present", "new", "said"),
    [
        ([("Tu", "A 1")], [("Tu", "A 1"), ("Tu", "B 2")], [("added", "a branch Tu")]),
        ([("Tu", "A 1")], [("Tu", "B 2")], [("closed", "a branch Tu"), ("added", "a branch Tu")]),
        ([("Tu", "")], [("Tu", "B 2")], [("changed", "a branch Tu")]),
        ([("Tu", "A 1")], [("Tam", "A 1")], [("closed", "a branch Tu"), ("added", "a branch Tam")]),
        ([("Tu", "A 1"), ("Tu", "B 2")], [("Tu", "B 2"), ("Tu", "A 1")], []),
    ],
)
def test_two_streets_of_one_town_are_two_branches(present, new, said):
    before = [office(p, "branch", "2023", street=s) for p, s in present]
    found = merged(before, *(office(p, "branch", street=s) for p, s in new))

    assert [(what, key) for what, key, _ in found] == said


def test_a_closed_office_is_not_opened_by_a_new_beginning():
    closed = office("Tam", date="2020", valid_to="2020-12-31")

    assert [c[:2] for c in merged([closed], office("Tu", valid_from="2021-01-01"))] == [("added", "a main")]


@pytest.mark.parametrize("spare", ["a office", "* office", "* *"])
def test_an_office_that_a_rejected_row_may_speak_of_is_not_closed(spare):
    other = office("Tu", centre_id="b")

    assert merged([office("Tu", date="2023")], other) == [
        ("closed", "a main", {"valid_to": ("", "2023-12-31")}),
        ("added", "b main", {}),
    ]
    assert merged([office("Tu", date="2023")], other, spares=[spare]) == [("added", "b main", {})]


SHEET = [["Nazwa OWES", "Województwo", "Adres", "Telefon"]]


def test_a_sheet_of_centres_writes_their_main_offices_and_comes_back_unchanged(geo, tmp_path):
    path = write_sheet(
        tmp_path / "w.csv", [*SHEET, ["Ośrodek Promyk", "22", "ul. Nowa 1, 82-400 Sztum", "55 640 00 00"]]
    )
    first, second = take(geo, path, "centres"), take(geo, path, "centres")

    assert [(c.what, c.table) for c in first.changes] == [("added", CENTRES), ("added", OFFICES)]
    assert second.changes == ()
    found = row_of(geo, OFFICES, centre_id="osrodek-promyk")
    assert (found["role"], found["place"], found["street"], found["phone"]) == (
        "main", "Sztum", "ul. Nowa 1", "55 640 00 00",
    )  # fmt: skip


def test_a_sheet_of_centres_without_addresses_closes_no_office(geo, tmp_path):
    whole = [*SHEET, ["Ośrodek Promyk", "22", "ul. Nowa 1, 82-400 Sztum", "55 640 00 00"]]
    take(geo, write_sheet(tmp_path / "w.csv", whole), "centres")
    before = rows_of(geo, OFFICES)
    take(geo, write_sheet(tmp_path / "v.csv", [SHEET[0][:2], whole[1][:2]]), "centres")

    assert rows_of(geo, OFFICES) == before


def test_offices_come_into_the_registry_and_the_same_file_twice_changes_nothing(geo, tmp_path):
    path = write_sheet(tmp_path / "biura.csv", [list(FILIA), list(FILIA.values())])
    before = len(rows_of(geo, OFFICES))
    first, second = take(geo, path, "offices"), take(geo, path, "offices")

    assert [(c.what, c.key) for c in first.changes] == [("added", "owes-slupsk branch Miastko")]
    assert (second.changes, second.renewed) == ((), 0)
    assert len(rows_of(geo, OFFICES)) == before + 1


HEIRS = {"centre_id": "", "Nazwa OWES": "", "Województwo": "22", "Następca": ""}


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("owes-a", "owes-debrzno")], [[]]),
        ([("owes-a", "owes-b"), ("owes-b", "")], [[], []]),
        ([("owes-a", "owes-nieznany")], [["unknown-successor"]]),
        ([("owes-a", "owes-a")], [["successor-circle"]]),
        ([("owes-a", "owes-b"), ("owes-b", "owes-a")], [[], ["successor-circle"]]),
        ([("owes-a", "owes-b"), ("owes-b", "owes-c"), ("owes-c", "owes-a")], [[], [], ["successor-circle"]]),
    ],
)
def test_a_successor_is_known_and_closes_no_circle(context, pairs, told):
    records = [HEIRS | {"centre_id": a, "Nazwa OWES": f"Ośrodek {a}", "Następca": b} for a, b in pairs]
    results = read(context, "centres", *records)

    assert [refusals(o) for o in results] == told
    kept = [(o.keys[0], o.rows[CENTRES][0]["successor"]) for o in results if o.accepted]
    assert kept == [p for p, problems in zip(pairs, told, strict=True) if not problems]
    assert all(o.rows.get(CLAIMS, ()) == () for o in results)


@pytest.mark.parametrize(
    ("cells", "powiat", "told"),
    [
        ({"Miejscowość": "Nowa Wieś"}, "", ["ambiguous-place"]),
        ({"Miejscowość": "Nowa Wieś", "Kod pocztowy": "77-100"}, "2201", []),
        ({"Miejscowość": "Ustka"}, "2212", []),
        ({"Miejscowość": "Atlantyda"}, "", ["unknown-town"]),
    ],
)
def test_a_town_of_an_office_that_has_namesakes_is_told(context, cells, powiat, told):
    (line,) = read(context, "offices", {"OWES": "owes-slupsk", "Rodzaj": "filia"} | cells)

    assert (line.powiat, codes(line), line.accepted) == (powiat, told, True)
