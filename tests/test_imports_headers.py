"""Headers that say two things, or the same thing twice: what nobody can tell is to be decided, not taken or left."""

import tomllib

import pytest

from ses_map.imports.fields import recognise
from tests.import_builders import ENTITIES, rows_of, run, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nazwa/adres", "name_address"), ("Adres/miejscowość", "town"), ("Miejscowość/Town", "town"),
        ("Nazwa/Name", "name"),
        ("Powiat/miasto", "powiat"), ("Ulica/nr", "street"), ("Kod/miejscowość", "town"), ("Imię/nazwisko", "ignore"),
        ("Powiat/gmina", ""), ("Organizator/adres", ""), ("Nazwa/powiat", ""), ("Od/do", ""), ("Nazwa/Opinia", "name"),
        ("Opinia/powiat", ""),
        # Two rows, as ever.
        ("Organizator / adres", "ignore"), ("Adres / miejscowość", "town"), ("Adres / ulica/nr", "street"),
    ],
)  # fmt: skip
def test_a_slash_in_a_header_is_no_second_row(header, field):
    assert recognise("entities", header) == field


@pytest.mark.realdata
def test_a_slash_between_blanks_is_one_too(geo, tmp_path):
    rows = [
        ["Nazwa / Name", "Powiat / gmina", "Miejscowość / Town"],
        ["Fundacja Promyk", "kwidzyński / Ryjewo", "Kwidzyn"],
    ]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "entities")

    assert [(c.header, c.field) for c in report.columns] == [
        ("Nazwa/Name", "name"), ("Powiat/gmina", ""), ("Miejscowość/Town", "town"),
    ]  # fmt: skip
    assert [(p.code, p.column) for p in report.problems if p.column == "Powiat/gmina"] == [
        ("unknown-column", "Powiat/gmina")
    ]


TWICE = [["Nazwa", "Adres", "Nazwa", "Adres", "Powiat"], ["Promyk", "Długa 5", "Iskra", "Krótka 6", "kwidzyński"]]


@pytest.mark.realdata
@pytest.mark.parametrize("second", ["Nazwa", "NAZWA", "nazwa:"])
def test_headers_that_stand_twice_are_a_problem_and_not_joined(geo, tmp_path, second):
    rows = [[*TWICE[0][:2], second, *TWICE[0][3:]], TWICE[1]]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "entities")

    assert sorted(p.column for p in report.problems if p.code == "repeated-header") == sorted(
        ["Nazwa", "Adres", "Nazwa (2)" if second == "Nazwa" else second, "Adres (2)"]
    )
    assert report.accepted == 0 and not [r for r in rows_of(geo, ENTITIES) if "Promyk" in r["name"]]


@pytest.mark.realdata
@pytest.mark.parametrize("other", ["", "Promyk"])
def test_a_second_column_that_says_nothing_else_is_no_problem(geo, tmp_path, other):
    rows = [["Nazwa", "Powiat", "Nazwa"], ["Promyk", "kwidzyński", other]]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "entities")

    assert report.accepted == 1 and "repeated-header" not in {p.code for p in report.problems}
    assert [r["name"] for r in rows_of(geo, ENTITIES) if r["register"] == "wykaz"] == ["Promyk"]


@pytest.mark.realdata
def test_what_is_not_known_is_to_be_decided_until_a_person_has(geo, tmp_path):
    rows = [[*TWICE[0], "Opinia"], [*TWICE[1], "dobra"]]
    path, mapping = write_sheet(tmp_path / "a.csv", rows), tmp_path / "a.csv.mapping.toml"
    assert run(geo, "entities", path).exit_code == 1
    columns = tomllib.loads(mapping.read_text(encoding="utf-8"))["columns"]
    assert columns == dict.fromkeys(["Nazwa", "Adres", "Nazwa (2)", "Adres (2)", "Opinia"], "undecided") | {
        "Powiat": "powiat"
    }

    again = run(geo, "entities", path)
    assert again.exit_code == 1 and again.output.count("Opinia") >= 1
    text = mapping.read_text(encoding="utf-8").replace('Nazwa = "undecided"', 'Nazwa = "operator"')
    mapping.write_text(text.replace('"Nazwa (2)" = "undecided"', '"Nazwa (2)" = "name"'), encoding="utf-8")
    done = run(geo, "entities", path)

    assert done.exit_code == 0 and "Opinia" in done.output
    (row,) = [r for r in rows_of(geo, ENTITIES) if r["register"] == "a"]
    assert (row["name"], row["operator"]) == ("Iskra", "Promyk")
