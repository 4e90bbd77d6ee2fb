"""Corrections as data: applied on reading, with a reason, and reported once they match nothing."""

import pytest

from ses_map.errors import SourceError
from ses_map.model import Severity
from ses_map.registry import read_registry
from tests.builders import row, write_registry

CLAIMS, GMINY = "registry/assignments.csv", "reference/gminy.csv"
GOOD = {
    "table": '"registry/assignments.csv"',
    "column": '"subregion"',
    "match": '{ centre_id = "a", subregion = "stary" }',
    "value": '"nowy"',
    "reason": '"ta sama nazwa"',
}


def patch(**changes: str) -> str:
    return "[[patch]]\n" + "".join(f"{k} = {v}\n" for k, v in (GOOD | changes).items() if v)


def read(tmp_path, patches: str, *subregions: str):
    rows = [row(CLAIMS, subregion=s) for s in subregions or ("stary",)]
    write_registry(tmp_path, assignments=rows)
    (tmp_path / "registry/patches.toml").write_text(patches, encoding="utf-8")
    registry, problems = read_registry(tmp_path)
    return [a.subregion for a in registry.assignments], problems


def test_a_patch_changes_the_rows_that_match_and_no_other(tmp_path):
    found, problems = read(tmp_path, patch(), "stary", "inny", "stary")

    assert found == ["nowy", "inny", "nowy"]
    assert problems == []


def test_the_file_stays_as_it_was(tmp_path):
    read(tmp_path, patch())

    assert "stary" in (tmp_path / CLAIMS).read_text(encoding="utf-8")


def test_patches_apply_one_after_another(tmp_path):
    second = patch(match='{ subregion = "nowy" }', value='"najnowszy"')

    assert read(tmp_path, patch() + second) == (["najnowszy"], [])


@pytest.mark.parametrize(
    ("dated", "subregion"),
    [
        ("", "nowy"),
        ("2026", "nowy"),
        ("2026-11", "nowy"),
        ("2026-11-23", "nowy"),
        ("2026-11-24", "stary"),
        ("2027", "stary"),
    ],
)
def test_a_source_that_came_later_says_what_it_says(tmp_path, dated, subregion):
    write_registry(tmp_path, assignments=[row(CLAIMS, subregion="stary", source_date=dated)])
    (tmp_path / "registry/patches.toml").write_text(patch(when="2026-11-24"), encoding="utf-8")
    registry, problems = read_registry(tmp_path)

    assert [a.subregion for a in registry.assignments] == [subregion]
    assert [p.code for p in problems] == ["patch-unused"] * (subregion == "stary")


def test_a_patch_is_written_on_a_day(tmp_path):
    with pytest.raises(SourceError):
        read(tmp_path, patch(when='"niedawno"'))


def test_a_patch_that_matches_nothing_is_told(tmp_path):
    found, (problem,) = read(tmp_path, patch(), "inny")

    assert found == ["inny"]
    assert (problem.code, problem.severity) == ("patch-unused", Severity.WARNING)
    assert (problem.file, problem.column, problem.value) == ("registry/patches.toml", "subregion", "nowy")
    assert "centre_id = „a”, subregion = „stary”" in problem.detail
    assert "nie pasuje do żadnego wiersza" in problem.detail


@pytest.mark.parametrize("match", ['{ centre_id = "b", subregion = "stary" }', '{ subregion = "b", centre_id = "a" }'])
def test_a_row_must_match_in_every_column(tmp_path, match):
    found, problems = read(tmp_path, patch(match=match))

    assert found == ["stary"]
    assert [p.code for p in problems] == ["patch-unused"]


@pytest.mark.parametrize("table", ["registry/asignments.csv", GMINY])
def test_a_patch_of_a_table_that_takes_none_is_told(tmp_path, table):
    _, problems = read(tmp_path, patch(table=f'"{table}"', match='{ name = "x" }'))

    assert [p.code for p in problems] == ["patch-unused"]


def test_a_patch_can_repair_a_row_that_its_schema_refuses(tmp_path):
    repair = patch(column='"effect"', match='{ effect = "dodaj" }', value='"add"')
    write_registry(tmp_path, assignments=[row(CLAIMS, effect="dodaj")])
    (tmp_path / "registry/patches.toml").write_text(repair, encoding="utf-8")

    registry, problems = read_registry(tmp_path)

    assert len(registry.assignments) == 1
    assert problems == []


def test_a_patch_cannot_put_in_what_the_schema_refuses(tmp_path):
    found, problems = read(tmp_path, patch(column='"effect"', value='"usuń"'))

    assert found == []
    assert [(p.row, p.column, p.value) for p in problems] == [(2, "effect", "usuń")]


@pytest.mark.parametrize(
    "text",
    [
        "[[patch]",
        "\ufffd = ",
        'patch = "x"',
        patch(table=""),
        patch(column=""),
        patch(match=""),
        patch(value=""),
        patch(reason=""),
        patch(match='"subregion"'),
        patch(column='"podregion"'),
        patch(match='{ podregion = "stary" }'),
        patch(value="7"),
    ],
)
def test_what_is_no_patch_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match=r"registry/patches\.toml"):
        read(tmp_path, text)


def test_no_file_of_patches_is_refused(tmp_path):
    (write_registry(tmp_path) / "registry/patches.toml").unlink()

    with pytest.raises(SourceError, match=r"patches\.toml cannot be read"):
        read_registry(tmp_path)


def test_no_patches_are_fine(tmp_path):
    assert read(tmp_path, "# nothing yet\n") == (["stary"], [])
