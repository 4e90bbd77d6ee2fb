"""Cells that hold several things: a name with its address, a town in two lines; nothing of them gets lost."""

import pytest

from tests.import_builders import ENTITIES, codes, read, refusals, row_of, rows_of, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

#: Rows of a register that calls the column of its names "Adres ...".
ADDRESSES = [
    ("Centrum Integracji Społecznej w Kwidzynie\nul. Długa 5\n82-500 Kwidzyn\ntel. 55 111 22 33", "Kwidzyn", "2207"),
    ("CIS „Szansa”\nLubichowska 1\n83-200 Starogard\nGdański", "Starogard Gdański", "2213"),
    ("Centrum Integracji Społecznej, 77-310 Debrzno, ul. Ogrodowa 26", "Debrzno", "2203"),
    ("CIS przy Fundacji Promyk, Rakowiec 12, 82-500 Kwidzyn", "Rakowiec", "2207"),
    ("Spółdzielnia Socjalna „Plac Zabaw” ul. Długa 5, 80-001 Gdańsk", "Gdańsk", "2261"),
    ("CIS „Dobra Praca”, Nowy Dwór Gdański, ul. Morska 2", "Nowy Dwór Gdański", "2210"),
    ("Klub Integracji Społecznej\nSopot\nul. Kolejowa 14", "Sopot", "2264"),
]


@pytest.mark.parametrize("header", ["Adres CIS", "Adres Centrum Integracji Społecznej", "Adres", "Adres i telefon"])
def test_names_are_taken_out_of_a_column_that_says_only_addresses(geo, tmp_path, header):
    rows = [["Lp.", header, "Data wpisu"], *([n, cell, "1.02.2019"] for n, (cell, *_) in enumerate(ADDRESSES, 1))]
    report = take(geo, write_sheet(tmp_path / "cis.csv", rows), "entities")

    assert (report.rejected, [c.field for c in report.columns][1]) == (0, "name_address")
    assert [(line.get("town"), line.powiat) for line in report.rows] == [(t, p) for _, t, p in ADDRESSES]
    named = [line.get("name") for line in report.rows]
    assert named[0] == "Centrum Integracji Społecznej w Kwidzynie" and named[4] == "Spółdzielnia Socjalna „Plac Zabaw”"
    assert row_of(geo, ENTITIES, name="CIS „Szansa”")["street"] == "Lubichowska 1"
    assert not any("Kwidzyn 82" in r["name"] or "55 111" in r["name"] for r in rows_of(geo, ENTITIES))


def test_addresses_alone_stay_addresses(geo, tmp_path):
    rows = [["Lp.", "Adres"], [1, "ul. Długa 5, 82-500 Kwidzyn"], [2, "Nowy Dwór Gdański, ul. Morska 2"]]
    report = take(geo, write_sheet(tmp_path / "x.csv", rows), "entities")

    assert (report.accepted, report.columns[1].field) == (0, "address")


def test_a_column_of_names_leaves_addresses_alone(geo, tmp_path):
    rows = [["Nazwa", "Adres"], ["CIS w Kwidzynie", "Centrum Kultury, ul. Długa 5, 82-500 Kwidzyn"]]
    report = take(geo, write_sheet(tmp_path / "x.csv", rows), "entities")

    assert [c.field for c in report.columns] == ["name", "address"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Kwidzyn, ul. Długa 5", ["missing-name"]),
        ("82-500 Kwidzyn, ul. Długa 5", ["missing-name"]),
        ("CIS Promyk Długa 5, 82-500 Kwidzyn", ["name-unsplit"]),
        ("WTZ nr 2, 82-500 Kwidzyn", []),
    ],
)
def test_what_is_not_surely_a_name_is_told(context, cell, told):
    (line,) = read(context, "entities", {"Nazwa i adres": cell})

    assert [c for c in codes(line) if c != "unknown-kind"] == told
    assert refusals(line) == [c for c in told if c == "missing-name"]


@pytest.mark.parametrize(
    ("cells", "town", "powiat"),
    [
        ({"Miejscowość": "Starogard\nGdański"}, "Starogard Gdański", "2213"),
        ({"Miejscowość": "Starogard\r\n Gdański "}, "Starogard Gdański", "2213"),
        ({"Miejscowość": "Nowy\nDwór\nMazowiecki"}, "Nowy Dwór Mazowiecki", "1414"),
        ({"Miejscowość": "Bielsko-\nBiała"}, "Bielsko-Biała", "2461"),
        ({"Miejscowość": "Bielsko -\nBiała"}, "Bielsko - Biała", "2461"),
        ({"Miejscowość": "Staro-\ngard Gdański"}, "Starogard Gdański", "2213"),
        ({"Miejscowość": "83-200 Starogard\nGdański"}, "Starogard Gdański", "2213"),
        ({"Adres": "ul. Hallera 1\n83-200 Starogard\nGdański"}, "Starogard Gdański", "2213"),
        ({"Adres": "83-200 Starogard\nGdański\nul. Hallera 1"}, "Starogard Gdański", "2213"),
        ({"Adres": "ul. Hallera 1, 83-200 Starogard\nGdański, tel. 58 111 22 33"}, "Starogard Gdański", "2213"),
        ({"Adres": "05-100 Nowy\nDwór Mazowiecki, Młodych 5"}, "Nowy Dwór Mazowiecki", "1414"),
        ({"Adres": "Piotrków\nTrybunalski, ul. Długa 5"}, "Piotrków Trybunalski", "1062"),
        ({"Adres": "82-500 Kwidzyn\nNowa 5"}, "Kwidzyn", "2207"),
        ({"Adres": "82-500 Kwidzyn\nWieś"}, "Kwidzyn", "2207"),
    ],
)
def test_a_town_in_two_lines_is_one_name(context, cells, town, powiat):
    (line,) = read(context, "entities", {"Nazwa": "Fundacja Promyk"} | cells)

    assert (line.get("town"), line.powiat) == (town, powiat)
    assert [c for c in codes(line) if c not in ("unknown-kind",)] == []


def test_a_town_and_its_district_in_two_lines_are_not_one_name(context):
    (line,) = read(context, "entities", {"Nazwa": "Fundacja Promyk", "Miejscowość": "Warszawa\nUrsus"})

    assert (line.get("town"), line.get("street"), line.powiat) == ("Warszawa", "Ursus", "1465")
