"""Tables of text: a row obeys its schema or is rejected with file, line, column and value; nothing is dropped."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.model import Severity
from ses_map.schemas import SCHEMAS
from ses_map.tables import clean_table, count_rows, read_table
from tests.builders import row, write_rows

CENTRES, CLAIMS, ENTITIES = "registry/centres.csv", "registry/assignments.csv", "registry/entities.csv"
OFFICES, CONTACTS = "registry/offices.csv", "registry/contacts.csv"
GMINY, PLACES, ROPS = "reference/gminy.csv", "reference/places.csv.gz", "registry/coordinators.csv"

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example\";\"kliknij\")",
    "@SUM(A1:A9)",
    "\u202eEWO dnuof\u202c",
    "Zażółć „gęślą” jaźń; 'a' & \"b\"",
    "NA",
    "null",
    "None",
    "1e5",
    "007",
    "{{ 7*7 }}",
    "a\\n,b",
]  # fmt: skip


def table(path: str, *changes: dict[str, str]) -> pd.DataFrame:
    """A table as it is read: rows of text, indexed by their line."""
    frame = pd.DataFrame([row(path, **c) for c in changes], dtype=str)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def told(path: str, *changes: dict[str, str]) -> list[str]:
    accepted, problems = clean_table(table(path, *changes), path)
    assert set(accepted.index) | {p.row for p in problems} == set(range(2, len(changes) + 2))
    assert not set(accepted.index) & {p.row for p in problems}
    return [f"{p.row} {p.column} {p.code}" for p in problems]


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_a_good_row_is_accepted(path):
    assert told(path, {}) == []


@pytest.mark.parametrize(
    ("path", "column", "bad"),
    [
        ("reference/voivodeships.csv", "teryt", "03"),
        ("reference/voivodeships.csv", "slug", "łódzkie"),
        ("reference/powiaty.csv", "teryt", "201"),
        ("reference/powiaty.csv", "teryt", "3401"),
        ("reference/powiaty.csv", "name", ""),
        ("reference/powiaty.csv", "nuts3", "515"),
        ("reference/powiaty.csv", "population", "87 255"),
        ("reference/powiaty.csv", "area_km2", "1303,51"),
        (GMINY, "teryt", "0201011"),
        (GMINY, "kind", "4"),
        (GMINY, "population", "-1"),
        (GMINY, "area_km2_2019", "x"),
        ("reference/former_names.csv", "valid_to", "31.12.2020"),
        ("reference/former_names.csv", "note", ""),
        (PLACES, "simc", "123"),
        (PLACES, "lat", "52"),
        (PLACES, "lon", "19,5"),
        (PLACES, "coord_source", "guess"),
        (CENTRES, "centre_id", "OWES Gdańsk"),
        (CENTRES, "website", "www.example.pl"),
        (CENTRES, "website", "javascript:alert(1)"),
        (CENTRES, "successor", "OWES Gdańsk"),
        (OFFICES, "centre_id", ""),
        (OFFICES, "role", "filia"),
        (OFFICES, "postcode", "80123"),
        (OFFICES, "email", "example.pl"),
        (OFFICES, "phone", "tel. 58"),
        (OFFICES, "step_free", "tak"),
        (OFFICES, "valid_to", "2019"),
        (CONTACTS, "subject", "OWES Gdańsk"),
        (CONTACTS, "kind", "fax"),
        (CONTACTS, "value", ""),
        (CONTACTS, "source_date", "2018 or later"),
        (CENTRES, "source_date", "kwiecień 2019"),
        (CENTRES, "confidence", "sure"),
        (CLAIMS, "unit", "02"),
        (CLAIMS, "unit", "02011"),
        (CLAIMS, "unit", "201"),
        (CLAIMS, "unit", "9901"),
        (CLAIMS, "unit", "0201\n"),
        (CLAIMS, "unit", "02٠١"),
        (CLAIMS, "valid_to", "2019-04-1٧"),
        (GMINY, "population", "٣٦"),
        (CLAIMS, "effect", "remove"),
        (CLAIMS, "centre_id", ""),
        (CLAIMS, "valid_from", "2019-4-1"),
        (CLAIMS, "valid_to", "2019"),
        (CLAIMS, "source_url", "ftp://example.pl"),
        (ENTITIES, "kind", ""),
        (ENTITIES, "powiat", "020101"),
        (ENTITIES, "powiat_basis", "guess"),
        (ENTITIES, "status_ps", "no"),
        (ENTITIES, "confidence", "stated"),
        (ROPS, "voivodeship", "2"),
        (ROPS, "seat_place", " "),
    ],
)
def test_a_row_that_breaks_its_schema_is_rejected_by_file_line_column_and_value(path, column, bad):
    key = SCHEMAS[path].unique or []
    others = [{}, {key[0]: row(path)[key[0]][:-1] + "4"}] if key else [{}, {}]
    wrong = {key[0]: row(path)[key[0]][:-1] + "6"} if key and column not in key else {}

    accepted, (problem,) = clean_table(table(path, others[0], wrong | {column: bad}, others[1]), path)

    assert list(accepted.index) == [2, 4]
    assert (problem.code, problem.severity) == ("invalid-value", Severity.WARNING)
    assert (problem.file, problem.row, problem.column, problem.value) == (path, 3, column, bad)
    assert problem.detail.startswith(f"Wiersz 3 pliku {path} odrzucono: wartość „{bad}” w kolumnie {column} ")
    assert problem.detail.endswith("popraw ją w pliku.")


def test_the_first_of_two_rows_with_one_id_is_kept():
    rows = [{"centre_id": "a", "name": "pierwszy"}, {"centre_id": "b"}, {"centre_id": "a", "name": "drugi"}]
    accepted, (problem,) = clean_table(table(CENTRES, *rows), CENTRES)

    assert list(accepted["name"]) == ["pierwszy", "OWES A"]
    assert (problem.code, problem.row, problem.column, problem.value) == ("duplicate-id", 4, "centre_id", "a")
    assert "powtarza identyfikator, który ma już inny wiersz" in problem.detail


def test_claims_may_repeat_a_unit():
    assert told(CLAIMS, {}, {}) == []


def test_every_wrong_cell_of_a_row_is_told():
    assert told(CLAIMS, {"effect": "x", "valid_to": "y"}, {}) == ["2 effect invalid-value", "2 valid_to invalid-value"]


@pytest.mark.parametrize("path", sorted(SCHEMAS))
@pytest.mark.parametrize("change", ["missing", "further", "misplaced", "renamed"])
def test_other_columns_are_fatal(path, change):
    columns = list(SCHEMAS[path].columns)
    came = {
        "missing": columns[:-1],
        "further": [*columns, "uwagi"],
        "misplaced": [columns[1], columns[0], *columns[2:]],
        "renamed": [*columns[:-1], columns[-1].upper()],
    }[change]

    accepted, (problem,) = clean_table(pd.DataFrame([["x"] * len(came)], columns=came, index=[2], dtype=str), path)

    assert accepted.empty
    assert list(accepted.columns) == columns
    assert (problem.code, problem.severity, problem.file) == ("wrong-columns", Severity.FATAL, path)
    assert ", ".join(came) in problem.detail
    assert ", ".join(columns) in problem.detail


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_no_rows_are_no_problem(path):
    accepted, problems = clean_table(table(path, {}).iloc[:0], path)

    assert accepted.empty
    assert problems == []


@given(st.lists(st.tuples(st.sampled_from(list(row(CLAIMS))), st.text() | st.sampled_from(["0201", "add", "a"]))))
def test_rows_in_are_rows_accepted_and_rows_rejected(mutations):
    told(CLAIMS, *({column: value} for column, value in mutations), {})


@given(st.lists(st.sampled_from(["a", "b", "A", ""]), max_size=6))
def test_with_repeated_ids_too(ids):
    told(CENTRES, *({"centre_id": i} for i in ids), {"centre_id": "z"})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_the_text_it_is(tmp_path, text):
    write_rows(tmp_path, CENTRES, [row(CENTRES, name=text, operator=text, note=text)])

    accepted, problems = read_table(tmp_path, CENTRES)

    assert problems == []
    assert accepted[["name", "operator", "note"]].to_numpy().tolist() == [[text] * 3]


def test_codes_keep_their_zeros_and_empty_cells_are_empty_text(tmp_path):
    write_rows(tmp_path, GMINY, [row(GMINY)])

    accepted, _ = read_table(tmp_path, GMINY)

    assert accepted.loc[2, "teryt"] == "020101"
    assert accepted.loc[2, "population"] == ""


def test_a_packed_table_is_read_like_any_other(tmp_path):
    write_rows(tmp_path, PLACES, [row(PLACES), row(PLACES, simc="x")])

    accepted, (problem,) = read_table(tmp_path, PLACES)

    assert list(accepted["name"]) == ["Wieś"]
    assert (problem.file, problem.row) == (PLACES, 3)
    assert count_rows(tmp_path, PLACES) == 2
