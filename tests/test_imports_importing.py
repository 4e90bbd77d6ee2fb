"""From a file to records: every real row is data, whatever words are in it, and only headers are headers."""

from itertools import permutations

import pytest

from tests.builders import read_rows
from tests.import_builders import ENTITIES, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

HEADER = ["Nazwa", "Rodzaj", "Ulica"]
ROWS = [[f"Promyk {c}", "spoldzielnia_socjalna", f"ul. Nowa {n}"] for n, c in enumerate("ABCD")]
PLACE = {"constants": {"powiat": "kwidzyński"}, "dry_run": True}


@pytest.mark.parametrize(
    "columns", [*permutations(("name", "kind", "street")), ("name", "town", "voivodeship", "kind")]
)
def test_real_rows_are_never_headers(geo, tmp_path, columns):
    # „Kazimierzanka” has „imie” in it, and „spoldzielnia_socjalna” and „ul. Nowa 1” are much like headers.
    registry = read_rows(ENTITIES)
    path = write_sheet(tmp_path / "wykaz.csv", [columns, *([r[c] for c in columns] for r in registry)])
    report = take(geo, path, "entities", **PLACE)

    wide = [n for n, r in enumerate(registry, start=2) if sum(bool(r[c]) for c in columns) > 1]
    assert [r.record.row for r in report.rows if r.record.row in wide] == wide
    assert [(a.row, a.role) for a in report.asides if a.role == "header"] == [(1, "header")]
    assert [c.header for c in report.columns] == list(columns)


@pytest.mark.parametrize(
    ("rows", "records", "headers"),
    [
        ([HEADER, *ROWS], [2, 3, 4, 5], [1]),
        ([HEADER, *ROWS[:2], HEADER, *ROWS[2:]], [2, 3, 5, 6], [1, 4]),
        ([HEADER, *ROWS[:2], ["Nazwa", "Typ", "Adres"], *ROWS[2:]], [2, 3, 5, 6], [1, 4]),
        ([HEADER, *ROWS[:2], [], ["Podmiot", "Typ", "Adres"], *ROWS[2:]], [2, 3, 6, 7], [1, 5]),
        ([HEADER, *ROWS[:2], ["CIS"], ["Podmiot", "Typ", "Adres"], *ROWS[2:]], [2, 3, 6, 7], [1, 5]),
        ([["Wykaz"], HEADER, *ROWS], [3, 4, 5, 6], [2]),
        ([["Nazwa", "Rodzaj", "Adres", ""], ["", "", "ulica", "miejscowość"], [*ROWS[0], "Kwidzyn"]], [3], [1, 2]),
    ],
)
def test_a_header_inside_a_table_repeats_something_of_the_first_or_begins_anew(geo, tmp_path, rows, records, headers):
    report = take(geo, write_sheet(tmp_path / "wykaz.csv", rows), "entities", **PLACE)

    assert [r.record.row for r in report.rows] == records
    assert [a.row for a in report.asides if a.role == "header"] == headers


def test_a_long_table_that_looks_like_headers_is_read_in_no_time(geo, tmp_path):
    rows = [[f"Promyk {n}", "spoldzielnia_socjalna", f"ul. Nowa {n}"] for n in range(6_000)]
    report = take(geo, write_sheet(tmp_path / "wykaz.csv", [HEADER, *rows]), "entities", **PLACE)

    assert (len(report.rows), report.accepted) == (6_000, 6_000)
