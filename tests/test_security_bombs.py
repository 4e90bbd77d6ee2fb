"""Tables that unpack to more than anybody has (workbooks: ``tests/test_imports_exhaust.py``)."""

import gzip

import pytest

from ses_map import tables
from ses_map.model import Severity


@pytest.fixture
def bomb(tmp_path):
    """A packed table whose rows go on and on, of which no more than a megabyte is wanted."""
    (tmp_path / "reference").mkdir()
    with gzip.open(tmp_path / "reference/places.csv.gz", "wb") as file:
        for _ in range(64):
            file.write(b"a" * 2**16)
    return tmp_path


def test_a_packed_table_that_explodes_is_one_fatal_problem(bomb, monkeypatch):
    monkeypatch.setattr(tables, "MOST_UNPACKED", 2**20)
    frame, problems = tables.read_table(bomb, "reference/places.csv.gz")

    assert len(frame) == 0
    assert [(p.code, p.severity) for p in problems] == [("not-a-table", Severity.FATAL)] and "rozpakowaniu" in problems[
        0
    ].detail
    assert tables.count_rows(bomb, "reference/places.csv.gz") == 0


def test_the_tables_that_there_are_fit_many_times(geodata):
    for path in geodata.glob("reference/*.gz"):
        with gzip.open(path) as file:
            assert 20 * len(file.read()) < tables.MOST_UNPACKED
