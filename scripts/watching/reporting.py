"""What the watch has found, for people, for programs, and for ``ses-map import``."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scripts.watching.findings import NAMES, Finding, Proposal
from ses_map.inert import inert

#: Headers that ``ses_map/imports/headers.toml`` knows; the days of a claim are for the person who reads the page.
HEADERS = ("centre_id", "unit", "effect", "valid_from", "valid_to", "source_url", "source_date", "sentence")

_COLUMNS = ("kind", "url", "since", "is_new", "units", "detail")
#: What a spreadsheet would run as a formula.
#: What commands a terminal, breaks a line or turns what follows around.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def as_table(findings: Sequence[Finding]) -> str:
    """Return a table for a terminal; texts of pages are shown as they are, and command nothing."""
    if not findings:
        return ""
    table = Table(box=box.SIMPLE_HEAD, show_lines=True)
    for name in ("co", "adres", "od", "szczegóły"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        cells = (NAMES[finding.kind], finding.url, finding.since, finding.detail)
        table.add_row(*(Text(_visible(cell)) for cell in cells))
    buffer = io.StringIO()
    Console(file=buffer, width=140, color_system=None).print(table)
    return buffer.getvalue()


def as_json(findings: Sequence[Finding]) -> str:
    """Return everything."""
    return json.dumps([_body(f) for f in findings], ensure_ascii=False, indent=2) + "\n"


def as_csv(findings: Sequence[Finding]) -> str:
    """Return one line a finding, safe to open in a spreadsheet."""
    rows = ([_cell(_body(f)[column]) for column in _COLUMNS] for f in findings)
    return _written(_COLUMNS, rows)


REPORTS: dict[str, Callable[[Sequence[Finding]], str]] = {"table": as_table, "json": as_json, "csv": as_csv}


def proposals_csv(proposals: Iterable[Proposal]) -> str:
    """Return the file that ``ses-map import assignments`` reads without a mapping, sorted."""
    known = {f.name for f in fields(Proposal)}
    rows = sorted([str(getattr(p, h)) if h in known else "" for h in HEADERS] for p in set(proposals))
    return _written(HEADERS, rows)


def _body(finding: Finding) -> dict[str, Any]:
    return {column: asdict(finding)[column] for column in _COLUMNS}


def _cell(value: Any) -> str:
    text = _visible(" ".join(value) if isinstance(value, tuple) else str(value))
    return str(inert(text))


def _visible(text: str) -> str:
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
