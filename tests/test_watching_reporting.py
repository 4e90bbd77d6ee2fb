"""What pages say is shown as it is, and does nothing where it is shown."""

import csv
import io
import json

from scripts.watching.findings import Finding, Kind, Proposal, ordered
from scripts.watching.reporting import HEADERS, as_csv, as_json, as_table, proposals_csv

HOSTILE = Finding(
    Kind.COVERAGE,
    "https://a.pl/[red]x[/]",
    "=HYPERLINK(1)\x1b[2J\u202eabc\n[bold]<script>",
    ("2207", "2209"),
    None,
    "2026-11-30",
)


def test_texts_of_pages_command_neither_terminal_nor_spreadsheet():
    table, lines = as_table([HOSTILE]), list(csv.DictReader(io.StringIO(as_csv([HOSTILE]))))

    assert "[red]x[/]" in table and "[bold]<script>" in table
    assert not {"\x1b", "\u202e"} & {*table, *lines[0]["detail"]}
    assert lines[0]["detail"].startswith("'=HYPERLINK(1)")
    assert (lines[0]["kind"], lines[0]["units"], lines[0]["is_new"]) == ("coverage-changed", "2207 2209", "True")
    assert json.loads(as_json([HOSTILE]))[0]["detail"] == HOSTILE.detail
    assert as_table([]) == ""


def test_the_weightiest_comes_first():
    kinds = [Kind.CHANGED, Kind.VANISHED, Kind.OTHER, Kind.COVERAGE]
    findings = [Finding(kind, f"https://{host}.pl", "x") for kind in kinds for host in "ba"]

    assert [f"{f.kind} {f.url[8]}" for f in ordered(findings)] == [
        "coverage-changed a", "coverage-changed b", "other-units a", "other-units b",
        "vanished a", "vanished b", "changed a", "changed b",
    ]  # fmt: skip


def test_proposals_are_written_once_each_in_an_order_of_their_own():
    one, two = (Proposal("a", unit, "add", "https://a.pl", "", 'Powiat „x”, "y"') for unit in ("0202", "0201"))
    text = proposals_csv([one, two, one])
    rows = list(csv.DictReader(io.StringIO(text)))

    assert text.splitlines()[0].split(",") == list(HEADERS)
    assert [(row["unit"], row["sentence"], row["valid_to"]) for row in rows] == [
        ("0201", 'Powiat „x”, "y"', ""),
        ("0202", 'Powiat „x”, "y"', ""),
    ]
    assert proposals_csv([two, one]) == text
