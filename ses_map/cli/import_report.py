"""The account of an import as text, JSON, CSV and HTML."""

import base64
import csv
import dataclasses
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jinja2

from ses_map.imports.merging import Change
from ses_map.imports.report import ColumnUse, Report
from ses_map.imports.rows import RowResult
from ses_map.inert import inert, seen
from ses_map.model import Problem
from ses_map.settings import Settings

#: How many problems and changes the text lists; the other forms have all of them.
_LISTED = 200

_COLUMNS = ("file", "sheet", "row", "column", "value", "code", "detail", "suggestion")


def _facts(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "target": report.target,
        "register": report.register,
        "dry_run": report.dry_run,
        "rows_in": len(report.rows),
        "accepted": report.accepted,
        "rejected": report.rejected,
        "located": sum(bool(r.powiat) for r in report.rows),
        **{what: len(report.changed(what)) for what in ("added", "changed", "closed", "removed")},
        "renewed": report.renewed,
        "asides": dict(sorted(Counter(a.role.value for a in report.asides).items())),
        "problem_codes": dict(sorted(Counter(p.code for p in report.problems).items())),
        "mapping": report.mapping,
        "answers": report.answers,
        "refused": report.refused,
        "import": report.step,
        "corrects": report.corrects,
    }


def as_json(report: Report, settings: Settings) -> str:
    """Return everything."""
    parts = ("columns", "rows", "asides", "problems", "changes")
    body = _facts(report) | {p: [_plain(v) for v in getattr(report, p)] for p in parts}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> dict[str, Any]:
    if not isinstance(value, RowResult):
        return dataclasses.asdict(value)
    place: dict[str, Any] = {"sheet": value.record.sheet, "row": value.record.row, "accepted": value.accepted}
    return place | {name: getattr(value, name) for name in ("keys", "powiat", "powiat_name", "basis")}


def as_csv(report: Report, settings: Settings) -> str:
    """Return one line a problem, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for problem in report.problems:
        writer.writerow([inert(getattr(problem, column)) for column in _COLUMNS])
    return buffer.getvalue()


def as_text(report: Report, settings: Settings) -> str:
    """Return the counts, then problems and changes, at most :data:`_LISTED` of each; no sign commands a terminal."""
    return "\n".join(seen(" ".join(line.split("\n"))) for line in _lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    facts = _facts(report)
    yield f"{report.file} → {report.target}, rejestr „{report.register}”" + (" (próba)" if report.dry_run else "")
    yield f"wiersze: {facts['rows_in']} = przyjęte {report.accepted} + odrzucone {report.rejected}"
    if report.answers:
        yield "odpowiedzi: " + ", ".join(f"{answer} {count}" for answer, count in report.answers.items())
    if report.refused:
        yield "Niczego nie zapisano: popraw to, co niżej wskazano, i wczytaj arkusz jeszcze raz."
    yield f"z ustalonym powiatem: {facts['located']}"
    removed = f", usunięte {facts['removed']}" if facts["removed"] else ""
    yield f"dodane {facts['added']}, zmienione {facts['changed']}, zamknięte {facts['closed']}{removed}"
    if report.corrects:
        yield f"Poprawka importu {report.corrects}: zajmuje jego miejsce, a różnica nie jest zmianą w historii."
    if report.step:
        yield f"Zapisano jako import {report.step}; cofa go polecenie ses-map undo {report.step}."
    if report.renewed:
        yield f"potwierdzone nowszym źródłem: {report.renewed}"
    if facts["asides"]:
        yield "poza danymi: " + ", ".join(f"{role} {count}" for role, count in facts["asides"].items())
    for column in report.columns:
        yield f"  kolumna {_place(column)}: {column.field or 'NIEZNANA'}"
    yield from _some([f"  wiersz {_where(row)}" for row in report.rows], "wierszy")
    yield from _some([f"  ! {p.code}: {p.detail}" for p in report.problems], "problemów")
    yield from lines_of(report.changes)
    if report.mapping:
        yield f"Mapowanie kolumn zapisano w {report.mapping}; następny import go użyje."


#: How the place of a row is known.
BASES = {
    "teryt": "kod TERYT",
    "coordinates": "współrzędne",
    "stated": "nazwa powiatu lub gminy",
    "town": "miejscowość",
    "postcode": "kod pocztowy",
}


def _where(row: RowResult) -> str:
    """Say in which powiat a row was put, and by what."""
    number = f"{row.record.row} ({row.record.sheet})" if row.record.sheet else f"{row.record.row}"
    if not row.powiat:
        return f"{number}: bez powiatu"
    return f"{number}: powiat {row.powiat} {row.powiat_name} ({BASES.get(row.basis, row.basis)})"


def _place(column: ColumnUse) -> str:
    header = " ".join(column.header.split())
    return f"„{header}” ({column.sheet})" if column.sheet else f"„{header}”"


def _mark(what: str) -> str:
    return {"added": "+", "changed": "~", "closed": "×", "removed": "-"}[what]


def _columns(columns: dict[str, tuple[str, str]]) -> str:
    return "; ".join(f"{name}: „{before}” → „{after}”" for name, (before, after) in columns.items())


def lines_of(changes: Iterable[Change]) -> Iterator[str]:
    """Yield a line for each change, as far as a person reads on."""
    yield from _some([f"  {_mark(c.what)} {c.table} {c.key} {_columns(c.columns)}".rstrip() for c in changes], "zmian")


def _some(lines: list[str], what: str) -> Iterator[str]:
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"  … i {len(lines) - _LISTED} dalszych {what}; wszystkie są w --format json"


def as_html(report: Report, settings: Settings) -> str:
    """Return one page that opens from disk and asks nobody for anything."""
    loader = jinja2.FileSystemLoader(settings.templates)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    source = environment.get_template("embed/import_report.css").render()
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    by_code: dict[str, list[Problem]] = {}
    for problem in report.problems:
        by_code.setdefault(problem.code, []).append(problem)
    template = environment.get_template("embed/import_report.html")
    several = len({r.record.sheet for r in report.rows} | {a.sheet for a in report.asides}) > 1
    page = template.render(
        report=report, bases=BASES, facts=_facts(report), by_code=by_code, sheets=several, style=source, digest=digest
    )
    return seen(page)


REPORTS: dict[str, Callable[[Report, Settings], str]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "html": as_html,
}
