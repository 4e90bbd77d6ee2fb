"""What a data steward types: import with its options, and what it says where nothing can be imported."""

import hashlib
import re
import tomllib

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.import_builders import (
    CENTRES,
    ENTITIES,
    FIGURES,
    FORMULA,
    GOOD,
    HEADER,
    PAPERS,
    assert_sealed,
    files_of,
    row_of,
    rows_of,
    run,
    write_sheet,
    write_workbook,
)
from tests.serving import ses_map

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata


def test_a_dry_run_leaves_every_file_of_geodata_as_it_was(geo, hostile_sheet):
    before = files_of(geo)
    done = run(geo, "entities", hostile_sheet, "--dry-run")

    assert done.exit_code == 0
    assert "(próba)" in done.output and "dodane 2" in done.output
    assert files_of(geo) == before
    assert "(próba)" in run(geo, "entities", hostile_sheet, "--dry-run", "--format", "html").output


def test_the_mapping_is_written_once_and_obeyed_from_then_on(geo, plain_sheet, tmp_path):
    mapping = tmp_path / "wykaz.csv.mapping.toml"
    run(geo, "entities", plain_sheet)
    written = tomllib.loads(mapping.read_text(encoding="utf-8"))
    text = mapping.read_text(encoding="utf-8").replace('Powiat = "powiat"', 'Powiat = "ignore"')
    mapping.write_text(text.replace('"name"', '"operator"', 1).replace('Rodzaj = "kind"', 'Rodzaj = "name"'))
    changed = run(geo, "entities", plain_sheet, "--voivodeship", "pomorskie")

    assert written["columns"] == {
        "Nazwa": "name", "Rodzaj": "kind", "Powiat": "powiat", "Miejscowość": "town", "Strona www": "website",
    }  # fmt: skip
    assert (written["target"], written["register"]) == ("entities", "wykaz")
    digest = hashlib.sha256(plain_sheet.read_bytes()).hexdigest()
    assert written["source"] == {"title": "Wykaz urzędu", "url": "", "date": "2024", "edition": digest}
    assert "  kolumna „Powiat”: ignore" in changed.output
    assert "Mapowanie kolumn zapisano" not in changed.output
    assert row_of(geo, ENTITIES, register="wykaz", name="fundacja")["operator"] == "Fundacja Promyk"
    assert tomllib.loads(mapping.read_text(encoding="utf-8"))["columns"]["Powiat"] == "ignore"


def test_a_second_import_needs_no_options_and_changes_nothing(geo, plain_sheet):
    run(geo, "entities", plain_sheet)
    before = files_of(geo)
    again = CliRunner().invoke(main, ["--geodata", str(geo), "import", "entities", str(plain_sheet)])

    assert (again.exit_code, "dodane 0, zmienione 0, zamknięte 0" in again.output) == (0, True)
    assert files_of(geo) == before
    assert_sealed(geo)


def test_another_edition_is_not_dated_by_the_mapping_of_the_last(geo, plain_sheet):
    run(geo, "entities", plain_sheet)
    before = files_of(geo)
    plain_sheet.write_bytes(plain_sheet.read_bytes() + b"\n")
    again = CliRunner().invoke(main, ["--geodata", str(geo), "import", "entities", str(plain_sheet)])

    assert again.exit_code == 1 and "--source-date" in again.output
    assert files_of(geo) == before


def test_a_new_column_of_a_known_file_is_told_and_not_guessed(geo, plain_sheet):
    run(geo, "entities", plain_sheet)
    write_sheet(plain_sheet, [[*HEADER[:5], "Ulica"], [*GOOD[:5], "Nowa 1"]])
    done = run(geo, "entities", plain_sheet)

    assert "  ! unknown-column: Kolumna „Ulica” jest nieznana" in done.output
    assert row_of(geo, ENTITIES, register="wykaz")["street"] == ""


def test_a_mapping_elsewhere(geo, plain_sheet, tmp_path):
    other = tmp_path / "other.toml"
    run(geo, "entities", plain_sheet, "--mapping", other)

    assert other.is_file() and not (tmp_path / "wykaz.csv.mapping.toml").exists()
    assert run(geo, "entities", plain_sheet, "--mapping", other).exit_code == 0


def test_sheets_are_chosen_by_name(geo, tmp_path):
    sheets = {
        "Dane": [HEADER[:5], GOOD[:5]],
        "Słownik": [["Rodzaj", "Powiat"], ["CIS", "kwidzyński"]],
        "Notatki": [["x"]],
    }
    path = write_workbook(tmp_path / "wykaz.xlsx", sheets)
    every = run(geo, "entities", path, "--dry-run")
    one = run(geo, "entities", path, "--sheet", "Dane", "--dry-run")
    none = run(geo, "entities", path, "--sheet", "Dane 2024")

    assert (
        "wiersze: 2 = przyjęte 1 + odrzucone 1" in every.output and "no-name-column: Arkusz „Słownik”" in every.output
    )
    assert "wiersze: 1 = przyjęte 1 + odrzucone 0" in one.output and "Słownik" not in one.output
    assert (none.exit_code, none.stderr.count("\n")) == (1, 1)
    assert "nie ma arkusza: Dane 2024; są: Dane, Słownik, Notatki" in none.stderr


def test_a_sheet_whose_headers_nobody_knows_is_told(geo, tmp_path):
    sheets = {"Dane": [HEADER[:5], GOOD[:5]], "Archiwum": [["Firma", "Gdzie"], ["Fundacja Iskra", "Sztum"]]}
    done = run(geo, "entities", write_workbook(tmp_path / "wykaz.xlsx", sheets))

    assert (
        "  ! no-header-row: Arkusz „Archiwum” nie ma wiersza ze znanymi nagłówkami; pominięto jego wiersze 1–2"
        in done.output
    )


def test_an_official_layout_says_what_the_file_does_not(geo, tmp_path):
    path = write_sheet(
        tmp_path / "wykaz.csv",
        [["Instytucja tworząca", "Nazwa pełna jednostki", "Powiat"], ["Gmina", "Promyk", "kwidzyński"]],
    )
    done = run(geo, "entities", path, "--layout", "cis")
    row = row_of(geo, ENTITIES, register="wykaz")

    assert done.exit_code == 0
    assert (row["name"], row["operator"], row["kind"]) == ("Promyk", "Gmina", "cis")


def test_constants_go_to_rows_that_say_nothing(geo, tmp_path):
    rows = [["Nazwa", "Rodzaj", "Powiat"], ["Promyk", "", "kwidzyński"], ["Iskra", "ZAZ", "kwidzyński"]]
    done = run(geo, "entities", write_sheet(tmp_path / "w.csv", rows), "--set", "kind=cis", "--set", "activity=bar")

    assert done.exit_code == 0
    assert [(r["kind"], r["activity"]) for r in rows_of(geo, ENTITIES) if r["register"] == "w"] == [
        ("zaz", "bar"),
        ("cis", "bar"),
    ]


@pytest.mark.parametrize(
    ("target", "rows", "table"),
    [
        (
            "centres",
            [["Nazwa OWES", "Województwo", "Obszar"], ["Ośrodek Promyk", "pomorskie", "powiat sztumski"]],
            CENTRES,
        ),
        ("assignments", [["OWES", "Powiat"], ["owes-debrzno", "człuchowski"]], "registry/assignments.csv"),
        ("indicators", [["Powiat", "Rok", "Wskaźnik", "Wartość"], ["sztumski", "2023", "CIS", "1"]], FIGURES),
    ],
)
def test_the_other_tables(geo, tmp_path, target, rows, table):
    done = run(geo, target, write_sheet(tmp_path / "wykaz.csv", rows))

    assert (done.exit_code, done.output.splitlines()[1]) == (0, "wiersze: 1 = przyjęte 1 + odrzucone 0")
    assert row_of(geo, table, register="wykaz")["source_title"] == "Wykaz urzędu"


def test_closing_is_told_and_asked_for(geo, tmp_path):
    rows = [HEADER[:4], *([f"Fundacja {c}", "fundacja", "kwidzyński", "Kwidzyn"] for c in "ABCDEFGHIJ")]
    path = write_sheet(tmp_path / "wykaz.csv", rows)
    run(geo, "entities", path)
    write_sheet(path, rows[:3])
    newer = ("--source-date", "2025")
    refused, meant = run(geo, "entities", path, *newer), run(geo, "entities", path, *newer, "--close-many")

    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "--close-many" in refused.stderr
    assert "zamknięte 8" in meant.output
    assert "  × registry/entities.csv fundacja-c-kwidzyn valid_to: „” → „2024-12-31”" in meant.output


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([HEADER[:5], ["", "CIS", "kwidzyński", "", ""]], "odrzucone 1"),
        ([HEADER[:5], [FORMULA, "CIS", "", "", ""]], "odrzucone 1"),
    ],
)
def test_a_report_of_nothing_accepted_is_one(geo, tmp_path, rows, says):
    before = files_of(geo)
    failed = run(geo, "entities", write_sheet(tmp_path / "wykaz.csv", rows))

    assert failed.exit_code == 1
    assert says in failed.output
    assert files_of(geo) == before


UNREADABLE = {
    "nowhere.csv": None,
    "empty.csv": b"",
    "rubbish.xlsx": b"PK\x03\x04" + bytes(range(256)) * 4,
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "words.csv": "Szanowni Państwo,\nw załączeniu wykaz.\n".encode(),
    "headers.csv": b"Nazwa;Powiat;Gmina\n",
    "page.html": b"<!doctype html><html><body><table><tr><td>x</td></tr></table></body></html>",
    "mapped.csv": b"Nazwa;Powiat\nX;Y\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_imported_is_one_polish_line_and_one(geo, tmp_path, name):
    if UNREADABLE[name] is not None:
        (tmp_path / name).write_bytes(UNREADABLE[name])
    if name == "mapped.csv":
        (tmp_path / "mapped.csv.mapping.toml").write_text("target = [\n", encoding="utf-8")
    before = files_of(geo)
    failed = ses_map("import", "entities", tmp_path / name, *PAPERS, geodata=geo)

    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert failed.stderr.startswith("ses-map: ") and re.search("[ąćęłńóśźż]|Nie ma takiego pliku", failed.stderr)
    assert "Traceback" not in failed.stderr
    assert files_of(geo) == before


def test_a_file_without_papers_is_refused(geo, plain_sheet):
    failed = CliRunner().invoke(main, ["--geodata", str(geo), "import", "entities", str(plain_sheet)])

    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    assert "--source-title" in failed.stderr and "--source-date" in failed.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["--source-date", "wczoraj"],
        ["--source-url", "javascript:alert(1)"],
        ["--set", "kind"],
        ["--set", "kolor=zielony"],
        ["--layout", "nie-ma"],
        ["--format", "pdf"],
        ["--nie-ma"],
    ],
)
def test_wrong_usage_is_two_and_changes_nothing(geo, plain_sheet, wrong):
    before = files_of(geo)
    failed = run(geo, "entities", plain_sheet, *wrong)

    assert failed.exit_code == 2
    assert "Usage: " in failed.stderr
    assert files_of(geo) == before


def test_a_report_that_cannot_be_written_is_wrong_usage_before_anything_changes(geo, plain_sheet, tmp_path):
    before = files_of(geo)
    failed = run(geo, "entities", plain_sheet, "--output", tmp_path / "no-such-folder/report.html")

    assert failed.exit_code == 2
    assert "no-such-folder" in failed.stderr
    assert files_of(geo) == before


@pytest.mark.parametrize("target", ["kolory", ""])
def test_an_unknown_table_is_wrong_usage(geo, plain_sheet, target):
    assert run(geo, target, plain_sheet).exit_code == 2


def test_a_layout_of_another_table_is_wrong_usage(geo, plain_sheet):
    failed = run(geo, "centres", plain_sheet, "--layout", "cis")

    assert failed.exit_code == 2
    assert "--layout" in failed.stderr and "entities" in failed.stderr


def test_a_mapping_of_another_table_is_told(geo, plain_sheet):
    run(geo, "entities", plain_sheet)
    failed = run(geo, "centres", plain_sheet)

    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    assert "dotyczy tabeli entities, a podano centres" in failed.stderr
