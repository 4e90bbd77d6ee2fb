"""The four reports of an import: text, JSON, CSV and a page; whatever stands in the cells, nothing runs."""

import csv
import io
import json
import re

import pytest

from tests.import_builders import FORMULA, GOOD, HEADER, HOSTILE, run, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata


def test_the_text_begins_with_the_counts(geo, hostile_sheet):
    done = run(geo, "entities", hostile_sheet)
    lines = done.output.splitlines()

    assert done.exit_code == 0
    assert lines[:4] == [
        "wykaz.csv → entities, rejestr „wykaz”",
        "wiersze: 6 = przyjęte 2 + odrzucone 4",
        "z ustalonym powiatem: 5",
        "dodane 2, zmienione 0, zamknięte 0",
    ]
    assert "  kolumna „Opinia”: NIEZNANA" in lines
    assert (
        "  wiersz 2: powiat 2207 kwidzyński (nazwa powiatu lub gminy)" in lines and "  wiersz 7: bez powiatu" in lines
    )
    assert "  + registry/entities.csv fundacja-promyk-kwidzyn" in lines
    assert lines[-1] == f"Mapowanie kolumn zapisano w {hostile_sheet}.mapping.toml; następny import go użyje."


def test_nothing_in_the_text_commands_a_terminal(geo, hostile_sheet, tmp_path):
    write_sheet(tmp_path / "x.csv", [[*HEADER[:4], "Uwaga \x1b]0;x\u202e"], [*GOOD[:4], "x"]])
    texts = [run(geo, "entities", f).output for f in (hostile_sheet, tmp_path / "x.csv")]

    assert [
        c for text in texts for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e")
    ] == []
    assert "Fundacja \N{REPLACEMENT CHARACTER}[2JIskra" in texts[0]
    assert "kolumna „Uwaga \N{REPLACEMENT CHARACTER}]0;x" in texts[1]


def test_json_accounts_for_every_row_and_column(geo, hostile_sheet):
    body = json.loads(run(geo, "entities", hostile_sheet, "--format", "json").output)

    assert body["rows_in"] == body["accepted"] + body["rejected"] == len(body["rows"]) == 6
    assert (body["accepted"], body["added"], body["dry_run"]) == (2, 2, False)
    assert [r["row"] for r in body["rows"]] == [2, 3, 4, 5, 6, 7]
    assert [c["header"] for c in body["columns"]] == HEADER
    told = {p["row"] for p in body["problems"]}
    assert {r["row"] for r in body["rows"] if not r["accepted"]} <= told
    assert [(r["powiat"], r["basis"]) for r in body["rows"]] == [("2207", "stated")] * 4 + [("2207", "town"), ("", "")]
    assert {r["powiat_name"] for r in body["rows"]} == {"kwidzyński", ""}
    assert sum(body["problem_codes"].values()) == len(body["problems"])
    assert [a["role"] for a in body["asides"]] == ["header"]


def test_every_problem_has_its_place_value_and_a_polish_sentence(geo, hostile_sheet):
    problems = json.loads(run(geo, "entities", hostile_sheet, "--format", "json").output)["problems"]

    assert {p["code"] for p in problems} >= {"markup", "formula", "unknown-powiat", "invalid-website", "unknown-column"}
    for problem in problems:
        assert problem["file"] == "wykaz.csv"
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+|formula|markup", problem["code"])
        assert re.fullmatch(r"(Wiersz \d+, kolumna „[^”]+”: |Kolumna „).+\.", problem["detail"], re.DOTALL)
        assert problem["column"] in HEADER
        if problem["code"] == "unknown-column":
            assert problem["row"] == 0
        else:
            assert f"Wiersz {problem['row']}, kolumna „{problem['column']}”: " in problem["detail"]
            assert problem["value"] == "" or f"„{problem['value']}” " in problem["detail"]
            assert problem["value"] in HOSTILE[problem["row"] - 1][HEADER.index(problem["column"])]


def test_the_csv_of_problems_is_no_program(geo, hostile_sheet):
    done = run(geo, "entities", hostile_sheet, "--format", "csv")
    header, *rows = csv.reader(io.StringIO(done.output))

    assert header == ["file", "sheet", "row", "column", "value", "code", "detail", "suggestion"]
    assert [r[0] for r in rows] == ["wykaz.csv"] * 8
    cells = [cell for row in rows for cell in row]
    assert [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert f"'{FORMULA}" in cells and "'+zadzwoń" in cells


def test_the_page_shows_hostile_text_and_runs_none(geo, hostile_sheet):
    page = run(geo, "entities", hostile_sheet, "--format", "html").output

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<td>2</td><td>2207 kwidzyński</td><td>nazwa powiatu lub gminy</td>" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert re.search(
        r"Wiersze danych</th><td>6</td>.*Przyjęte</th><td>2</td>.*Odrzucone</th><td>4</td>", page, re.DOTALL
    )


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_a_report_may_go_to_a_file(geo, plain_sheet, tmp_path, form):
    done = run(geo, "entities", plain_sheet, "--format", form, "--output", tmp_path / "report", "--dry-run")
    shown = run(geo, "entities", plain_sheet, "--format", form, "--dry-run")

    assert (done.exit_code, done.output) == (0, "")
    assert "wykaz.csv" in (tmp_path / "report").read_text(encoding="utf-8") or form == "csv"
    assert len((tmp_path / "report").read_text(encoding="utf-8")) >= len(shown.output) - 200
