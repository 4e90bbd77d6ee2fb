"""Study visits: an ordered choice of entities; what a row names and the registry does not have is told."""

import pytest

from ses_map.model import Severity, Visit
from ses_map.registry import read_registry
from tests.builders import day, row, write_registry

PATH = "registry/visits.csv"
ENTITIES = [row("registry/entities.csv", entity_id=e) for e in "abc"]


def read(folder, *visits):
    return read_registry(write_registry(folder, entities=ENTITIES, visits=[row(PATH, **v) for v in visits]))


def test_a_visit_is_read_whole_and_in_its_order(tmp_path):
    whole = {"visit_id": "w", "title": "Do sąsiadów", "organiser": "ROPS", "route_note": "Tu; tam"}
    registry, problems = read(
        tmp_path, whole | {"date_from": "2017-11-27", "date_to": "2017-11-28", "entity_order": "c; a;c;b"}
    )

    days = (day("2017-11-27"), day("2017-11-28"))
    assert registry.visits == (Visit("w", "Do sąsiadów", "ROPS", *days, "Tu; tam", ("c", "a", "c", "b")),)
    assert problems == []


def test_a_stop_that_nobody_knows_is_told_and_the_others_stay(tmp_path):
    registry, (problem,) = read(tmp_path, {"entity_order": "a;zzz;b"})

    assert registry.visits[0].stops == ("a", "b")
    assert (problem.code, problem.subject, problem.severity) == ("unknown-entity", "zzz", Severity.WARNING)
    assert (problem.file, problem.row, problem.column, problem.value) == (PATH, 2, "entity_order", "zzz")
    assert "„zzz”" in problem.detail and problem.detail.endswith(".")


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"date_from": "2017-11-28", "date_to": "2017-11-27"}, ["dates-reversed"]),
        ({"date_from": "2017-02-30"}, ["invalid-date"]),
        ({"date_to": "2017-13-01"}, ["invalid-date"]),
        ({"entity_order": "x;y"}, ["unknown-entity", "unknown-entity", "visit-without-stops"]),
        ({"entity_order": ";"}, ["visit-without-stops"]),
        ({"visit_id": "Ą"}, ["invalid-value"]),
    ],
)
def test_a_visit_that_cannot_be_accepted_is_told(tmp_path, wrong, codes):
    registry, problems = read(tmp_path, {"visit_id": "good", "entity_order": "a"}, {"entity_order": "a"} | wrong)

    assert [v.id for v in registry.visits] == ["good"]
    assert [p.code for p in problems] == codes
    assert {(p.file, p.row) for p in problems} == {(PATH, 3)}
