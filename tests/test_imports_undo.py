"""Imports taken back and corrected: the registry is as if they had not been made, or nothing is touched."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map import sources
from ses_map.datasets.imports import ImportedRow
from ses_map.errors import InvalidInputError, SourceError
from ses_map.imports.history import differences, read_history
from ses_map.imports.undoing import _reverted, undo
from tests.builders import TODAY
from tests.import_builders import (
    CENTRES,
    CLAIMS,
    EDITIONS,
    ENTITIES,
    FUNDACJE,
    LATER,
    OFFICE,
    OFFICES,
    assert_sealed,
    edition,
    facts_of,
    files_of,
    row_of,
    rows_of,
    take,
)  # fmt: skip
from tests.web_builders import edit_rows

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

#: What is imported → one register of it.
REGISTERS = {
    "entities": FUNDACJE,
    "centres": EDITIONS[0],
    "offices": [["Ośrodek", "Rodzaj biura", "Miejscowość", "Ulica"], ["owes-slupsk", "filia", "Ustka", "Nowa 1"]],
    "contacts": [["Ośrodek", "Rodzaj", "Wartość"], ["owes-slupsk", "phone", "58 111 22 33"]],
    "assignments": [["Ośrodek", "Obszar"], ["owes-slupsk", "powiat kwidzyński"]],
    "indicators": [["Powiat", "Wskaźnik", "Rok", "Wartość"], ["kwidzyński", "Nowe miejsca pracy", "2024", "12"]],
}


def refusal(geo: Path, number: int) -> str:
    """Why an import cannot be taken back; nothing is touched."""
    before = files_of(geo)
    with pytest.raises(InvalidInputError) as refused:
        undo(geo, number)
    assert files_of(geo) == before
    return refused.value.polish


@given(st.text("abcdx", max_size=9), st.text("abcdx", max_size=9))
def test_differences_lead_back_from_any_state_to_any_other(before, after):
    rows = [ImportedRow(1, CENTRES, *difference) for difference in differences(before, after)]

    assert _reverted(list(after), rows) == list(before)
    assert bool(rows) == (before != after)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("abc", "abc", []),
        ("abc", "aBc", [(1, "b", "B")]),
        ("abc", "ABcde", [(0, "a", "A"), (1, "b", "B"), (3, "", "d"), (4, "", "e")]),
        ("abc", "bcA", [(0, "a", ""), (2, "", "A")]),
        ("abc", "bca", [(0, "a", ""), (2, "", "a")]),
    ],
)
def test_a_row_that_stays_is_no_difference_and_one_changed_in_place_is_one(before, after, told):
    assert list(differences(before, after)) == told


@pytest.mark.parametrize("target", REGISTERS)
def test_an_import_taken_back_leaves_every_byte_as_it_was(geo, tmp_path, target):
    before = files_of(geo)
    report = take(geo, edition(tmp_path, REGISTERS[target]), target)
    assert report.accepted and files_of(geo) != before
    step, changes = undo(geo, 1)

    assert files_of(geo) == before
    assert (step.target, step.file, step.day, step.source) == (target, "wykaz.csv", TODAY, OFFICE)
    assert {c.what for m in changes for c in m.changes} == {"removed"}


@pytest.mark.parametrize(("first", "second"), [*pairwise([*REGISTERS, "entities"]), *((t, t) for t in REGISTERS)])
def test_the_later_of_two_imports_is_taken_back_to_the_state_after_the_first(geo, tmp_path, first, second):
    take(geo, edition(tmp_path, REGISTERS[first], "a"), first, register="a")
    before = files_of(geo)
    rows = [*REGISTERS[second], *FUNDACJE[1:3]] if first == second == "entities" else REGISTERS[second]
    take(geo, edition(tmp_path, rows, "b"), second, register="b", source=LATER)
    number = max(step.id for step in read_history(geo).steps)
    undo(geo, number)

    assert files_of(geo) == before if number == 2 else number == 1


def test_an_edition_that_changes_closes_and_adds_is_taken_back(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    before = files_of(geo)
    changed = [[*FUNDACJE[0], "Ulica"], [*FUNDACJE[1], "Nowa 1"], *([*r, ""] for r in FUNDACJE[3:])]
    report = take(
        geo, edition(tmp_path, [*changed, ["Klub Ż", "sztumski", "Sztum", "Stara 2"]]), "entities", source=LATER
    )
    assert {c.what for c in report.changes} == {"added", "changed", "closed"}
    _, undone = undo(geo, 2)

    assert files_of(geo) == before
    assert {c.what for m in undone for c in m.changes} == {"removed", "changed"}
    assert undone[0].renewed


def test_an_earlier_import_is_taken_back_from_under_a_later_one_of_other_rows(geo, tmp_path):
    start = facts_of(geo)
    alone = take(geo, edition(tmp_path, EDITIONS[1], "b"), "centres", register="b") and facts_of(geo)
    undo(geo, 1)
    assert facts_of(geo) == start
    take(geo, edition(tmp_path, EDITIONS[0], "a"), "centres", register="a")
    take(geo, edition(tmp_path, EDITIONS[1], "b"), "centres", register="b")
    undo(geo, 1)

    assert facts_of(geo) == alone
    assert [step.id for step in read_history(geo).steps] == [2]
    undo(geo, 2)
    assert facts_of(geo) == start


def test_an_import_whose_rows_a_later_one_has_changed_stays_and_that_one_is_named(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    take(geo, edition(tmp_path, FUNDACJE[:-1], "nowy"), "entities", source=LATER)
    said = refusal(geo, 1)

    assert "import 2: entities, nowy.csv" in said and said.endswith("ses-map undo 2.")
    undo(geo, 2)
    undo(geo, 1)


def test_an_import_of_a_centre_that_a_later_one_assigns_stays(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0], "a"), "centres", register="a")
    claims = [["Ośrodek", "Obszar"], ["osrodek-promyk", "powiat malborski"]]
    take(geo, edition(tmp_path, claims, "b"), "assignments", register="b")

    assert "„osrodek-promyk” jest też w registry/assignments.csv (import 2: assignments, b.csv)" in refusal(geo, 1)


def test_what_was_edited_by_hand_stays_and_is_named(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    edit_rows(geo, ENTITIES, {"entity_id": "fundacja-b-kwidzyn"}, street="Ręczna 1")
    said = refusal(geo, 1)

    assert "registry/entities.csv: fundacja-b-kwidzyn; " in said and "import" not in said.replace("importu", "")
    assert row_of(geo, ENTITIES, entity_id="fundacja-b-kwidzyn")["street"] == "Ręczna 1"


def test_edits_of_other_rows_stay_when_an_import_is_taken_back(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0]), "centres")
    edit_rows(geo, CENTRES, {"centre_id": "owes-slupsk"}, note="ręcznie")
    undo(geo, 1)

    assert row_of(geo, CENTRES, centre_id="owes-slupsk")["note"] == "ręcznie"
    assert not [r for r in rows_of(geo, CENTRES) if r["centre_id"] == "osrodek-promyk"]
    assert_sealed(geo)


def test_an_office_added_by_hand_holds_its_centre(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0]), "centres")
    edit_rows(geo, OFFICES, {"centre_id": "owes-slupsk"}, centre_id="osrodek-promyk")

    assert "„osrodek-promyk” jest też w registry/offices.csv; popraw to" in refusal(geo, 1)


def test_a_dry_run_tells_the_same_and_touches_nothing(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0]), "centres")
    before = files_of(geo)

    told = undo(geo, 1, dry_run=True)
    assert files_of(geo) == before
    assert undo(geo, 1) == told


def test_an_import_that_is_not_there_is_told(geo):
    assert "Nie ma importu 7" in refusal(geo, 7)


def test_a_history_that_was_broken_is_told(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0]), "centres")
    edit_rows(geo, "registry/import_rows.csv", {"import_id": "1"}, after="{centre}")
    with pytest.raises(SourceError) as refused:
        undo(geo, 1)
    assert "registry/import_rows.csv" in refused.value.polish


def test_a_step_and_its_tables_have_papers(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0]), "centres")
    for paper in sources.read_manifests(geo):
        sources.verify(geo, paper)

    (step,) = rows_of(geo, "registry/imports.csv")
    told = {r["table"] for r in rows_of(geo, "registry/import_rows.csv")}
    assert told == {CENTRES, CLAIMS}
    assert step | {"sha256": ""} == {
        "import_id": "1", "imported": "2026-11-24", "target": "centres", "register": "wykaz", "file": "wykaz.csv",
        "sha256": "", "source_url": "", "source_title": "Wykaz urzędu", "source_date": "2024",
    }  # fmt: skip
