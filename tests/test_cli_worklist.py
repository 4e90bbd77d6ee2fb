"""``ses-map worklist``: the list in three forms, letters and reply sheets as files."""

import csv
import io
import json

import openpyxl
import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.builders import TODAY
from tests.recount import recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.fixture
def worklist(real_store):
    def ask(*options):
        return CliRunner().invoke(main, ["--store", str(real_store), "worklist", *map(str, options)])

    return ask


def test_its_three_forms_say_the_same(worklist):
    text, table = worklist("--voivodeship", "lubelskie"), worklist("--voivodeship", "06", "--format", "csv")
    facts = json.loads(worklist("--voivodeship", "lubelskie", "--format", "json").stdout)
    rows, counted = list(csv.DictReader(io.StringIO(table.stdout))), recount(TODAY, "06")

    assert (text.exit_code, table.exit_code) == (0, 0)
    assert [r["teryt"] for r in rows] == [r["teryt"] for r in facts["list"]]
    assert facts["areas"] == {
        name: counted[key]
        for name, key in (("niepotwierdzone", "unconfirmed"), ("zakończone", "ended"), ("brak wskazania", "none"))
        if counted[key]
    }
    assert f"mieszkańcy: {facts['population']}" in text.stdout
    assert [line.split()[0] for line in text.stdout.splitlines() if line.startswith("06")] == [r["teryt"] for r in rows]
    assert {r["voivodeship"] for r in facts["recipients"]} == {"lubelskie"}


def test_it_writes_a_letter_and_a_sheet_for_each_recipient(worklist, tmp_path):
    done = worklist("--voivodeship", "lubelskie", "--letters", tmp_path / "listy", "--sheets", tmp_path / "a/b")
    facts = json.loads(worklist("--voivodeship", "lubelskie", "--format", "json").stdout)
    many = len(facts["recipients"])
    letters, sheets = sorted((tmp_path / "listy").iterdir()), sorted((tmp_path / "a/b").iterdir())

    assert done.exit_code == 0 and f"{many} adresatów, pliki w" in done.stderr
    assert (len(letters), len(sheets)) == (2 * many, many)
    assert {p.suffix for p in letters} == {".pdf", ".txt"}
    assert f"odpowiedz-koordynator-lubelskie-{TODAY}.xlsx" in [p.name for p in sheets]
    assert all(p.read_bytes().startswith(b"%PDF") for p in letters if p.suffix == ".pdf")
    assert all(openpyxl.load_workbook(p).sheetnames[0] == "Odpowiedź" for p in sheets)


def test_the_same_day_gives_the_same_bytes(worklist, tmp_path):
    for name in ("one", "two"):
        worklist(
            "--voivodeship",
            "opolskie",
            "--date",
            "2027-01-01",
            "--letters",
            tmp_path / name,
            "--sheets",
            tmp_path / name,
        )
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))

    assert one == two and len(one) > 3


def test_a_folder_that_cannot_be_written_is_one_line(worklist, tmp_path):
    (tmp_path / "plik").write_text("")
    done = worklist("--voivodeship", "opolskie", "--sheets", tmp_path / "plik/w")

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "Nie da się pisać w" in done.stderr


def test_an_unknown_voivodeship_is_usage(worklist):
    assert worklist("--voivodeship", "atlantyda").exit_code == 2
