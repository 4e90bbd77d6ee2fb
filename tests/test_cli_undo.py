"""What a steward types to see imports and to take them back."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ses_map.cli import main
from ses_map.imports.writing import read_rows
from tests.import_builders import CENTRES, EDITIONS, ENTITIES, FUNDACJE, edition, files_of, run

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("SES_MAP_TODAY", DAY.isoformat())


def typed(geo: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--geodata", str(geo), *map(str, arguments)])


def test_imports_are_listed_with_file_source_and_what_they_changed(geo, tmp_path):
    nothing = typed(geo, "imports")
    assert (
        "Zapisano jako import 1; cofa go polecenie ses-map undo 1."
        in run(geo, "entities", edition(tmp_path, FUNDACJE)).stdout
    )
    assert "Zapisano" not in run(geo, "entities", edition(tmp_path, FUNDACJE)).stdout
    run(geo, "entities", edition(tmp_path, FUNDACJE[:-1], "nowy"), "--register", "wykaz", "--source-date", "2025")
    table = typed(geo, "imports").stdout.splitlines()

    assert (nothing.exit_code, nothing.stdout) == (0, "Rejestr nie ma zapisanych importów.\n")
    assert table[0].split() == ["nr", "dzień", "polecenie", "rejestr", "plik", "źródło", "zmiany"]
    assert [" ".join(line.split()) for line in table[1:]] == [
        "1 2026-11-24 entities wykaz wykaz.csv Wykaz urzędu (2024) dodane 8",
        "2 2026-11-24 entities wykaz nowy.csv Wykaz urzędu (2025) zamknięte 1, potwierdzone 7",
    ]
    assert len({line.index("Wykaz urzędu") for line in table[1:]}) == 1


def test_json_has_every_row_of_every_import(geo, tmp_path):
    path = edition(tmp_path, EDITIONS[0])
    run(geo, "centres", path)
    (step,) = json.loads(typed(geo, "imports", "--format", "json").stdout)
    changes = {(c["what"], c["table"], c["key"]) for c in step.pop("changes")}

    assert step == {
        "import_id": 1, "imported": "2026-11-24", "target": "centres", "register": "wykaz", "file": "wykaz.csv",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "source_url": None, "source_title": "Wykaz urzędu",
        "source_date": "2024", "renewed": 0,
    }  # fmt: skip
    assert ("added", CENTRES, "osrodek-promyk") in changes and len(changes) == 3


@pytest.mark.parametrize("form", ["text", "json"])
def test_undo_tells_what_it_takes_back_and_a_dry_run_only_tells(geo, tmp_path, form):
    before = files_of(geo)
    run(geo, "centres", edition(tmp_path, EDITIONS[0]))
    after = files_of(geo)
    tried = typed(geo, "undo", 1, "--dry-run", "--format", form)
    assert files_of(geo) == after
    done = typed(geo, "undo", 1, "--format", form)

    assert (tried.exit_code, done.exit_code) == (0, 0) and files_of(geo) == before
    if form == "text":
        assert done.stdout.startswith("Cofnięto import: 1, centres z pliku wykaz.csv (2026-11-24): usunięte 3\n  - ")
        assert (
            tried.stdout.startswith("Import zostałby cofnięty (próba): 1")
            and f"- {CENTRES} osrodek-promyk" in tried.stdout
        )
    else:
        told, said = json.loads(tried.stdout), json.loads(done.stdout)
        assert told | {"dry_run": False} == said and told["dry_run"] and len(said["changes"]) == 3


def test_a_refusal_is_one_sentence_and_one(geo, tmp_path):
    run(geo, "entities", edition(tmp_path, FUNDACJE))
    run(geo, "entities", edition(tmp_path, FUNDACJE[:-1]), "--source-date", "2025")
    refused, unknown, strange = (typed(geo, "undo", number) for number in (1, 3, "x"))

    assert (refused.exit_code, unknown.exit_code, strange.exit_code) == (1, 1, 2)
    assert refused.stderr.count("\n") == unknown.stderr.count("\n") == 1
    assert "ses-map undo 2" in refused.stderr and "ses-map imports" in unknown.stderr


def test_a_correction_is_told_and_needs_neither_register_nor_source(geo, tmp_path):
    run(geo, "entities", edition(tmp_path, FUNDACJE))
    mended = edition(tmp_path, FUNDACJE[:-1], "poprawiony")
    told = typed(geo, "import", "entities", mended, "--corrects", 1)

    assert told.exit_code == 0 and "Poprawka importu 1" in told.stdout and "usunięte 1" in told.stdout
    assert [r["file"] for r in read_rows(geo, "registry/imports.csv")] == ["poprawiony.csv"]
    assert not [r for r in read_rows(geo, ENTITIES) if r["register"] == "wykaz" and r["valid_to"]]


def test_hostile_names_of_files_command_no_terminal(geo, tmp_path):
    run(geo, "entities", edition(tmp_path, FUNDACJE, "a\x1b[2J\nb"), "--register", "wykaz")

    assert "\x1b" not in typed(geo, "imports").stdout and "\x1b" not in typed(geo, "undo", 1).stdout
