"""A register of one real voivodeship, laid out as offices do, and what has to become of every row of it."""

import json
from pathlib import Path

import pytest

from ses_map.build import build_snapshot
from ses_map.imports.undoing import undo
from ses_map.model import Provenance
from tests.import_builders import ENTITIES, assert_sealed, files_of, row_of, rows_of, take, write_workbook

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

FOLDER = Path(__file__).parent / "data/imports/pomorskie"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def brought(geo, path):
    source = Provenance("", "Wykaz podmiotów w województwie pomorskim", "2024-04")
    return take(geo, path, "entities", source=source, constants={"voivodeship": "pomorskie"})


@pytest.fixture
def register(tmp_path):
    book = json.loads((FOLDER / "register.json").read_text(encoding="utf-8"))
    return write_workbook(tmp_path / "wykaz.xlsx", {book["sheet"]: book["rows"]}, book["merged"])


def test_every_row_is_what_it_has_to_be(geo, register):
    report = brought(geo, register)

    assert {str(a.row): a.role.value for a in report.asides} == EXPECTED["asides"]
    assert {str(r.record.row): r.accepted for r in report.rows} == {n: bool(row) for n, row in EXPECTED["rows"].items()}
    for row in filter(None, EXPECTED["rows"].values()):
        found = row_of(geo, ENTITIES, entity_id=row["entity_id"])
        assert {column: found[column] for column in row} == row
        assert (found["voivodeship"], found["register"], found["source_date"]) == ("22", "wykaz", "2024-04")


def test_every_problem_is_what_it_has_to_be(geo, register):
    problems = brought(geo, register).problems

    assert [[p.row, p.column, p.value, p.code, p.suggestion] for p in problems] == EXPECTED["problems"]
    assert {p.sheet for p in problems} == {"Wykaz"}


def test_nobody_is_doubled_lost_or_closed(geo, register):
    before = rows_of(geo, ENTITIES)
    brought(geo, register)
    after = rows_of(geo, ENTITIES)

    assert [r["entity_id"] for r in after] == [r["entity_id"] for r in before]
    assert [r["valid_to"] for r in after] == [r["valid_to"] for r in before]
    assert_sealed(geo)
    assert len(build_snapshot(geo).registry.entities) == len(before)


def test_what_it_changed_everywhere_is_taken_back(geo, register):
    before = files_of(geo)
    brought(geo, register)
    assert files_of(geo) != before
    undo(geo, 1)

    assert files_of(geo) == before


def test_a_second_time_nothing_happens(geo, register):
    brought(geo, register)
    before = rows_of(geo, ENTITIES)
    report = brought(geo, register)

    assert (report.changes, report.renewed) == ((), 0)
    assert rows_of(geo, ENTITIES) == before
