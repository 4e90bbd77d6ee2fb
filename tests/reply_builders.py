"""Reply sheets as offices fill them: a workbook of the work-list, with answers in it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from ses_map.build import build_snapshot
from ses_map.cli import main
from ses_map.documents.reply_workbook import to_reply_workbook
from ses_map.imports import Report
from ses_map.imports.replies import ReplyRequest, import_reply
from ses_map.lookup import Lookup
from ses_map.planning.recipients import Role, find_recipient
from ses_map.planning.reply_rows import fill_reply
from tests.import_builders import CLAIMS, files_of, rows_of

#: The day that sheets are of, that of their replies, and a day on which they are read.
MADE, REPLIED, LONG_AFTER = date(2026, 11, 30), date(2026, 12, 15), date(2030, 1, 1)
#: A powiat that is served and by whom, one that nobody serves, and a centre that may take over.
SERVED, CENTRE, FREE, OTHER = "0603", "owes-chelm-zamosc", "0601", "owes-lubartow"
CONFIRM, CHANGE, SKIP = ({"Odpowiedź": a} for a in ("Potwierdzam", "Zmieniam", "Nie dotyczy"))


def blank(geodata: Path, path: Path, key: str = "lubelskie", role: str = "koordynator", on: date = MADE) -> Path:
    """The sheet of a recipient, as the registry stands."""
    lookup = Lookup(build_snapshot(geodata))
    whom = find_recipient(lookup, Role(role), key, on)
    assert whom, f"nobody is called {key}"
    path.write_bytes(to_reply_workbook(fill_reply(lookup, whom, on)))
    return path


class Sheet:
    """A workbook in the hands of somebody who fills it; nothing is kept until :meth:`save`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def columns(self, card: str) -> dict[str, int]:
        return {str(cell.value): cell.column for cell in self.book[card][1]}

    def rows(self, card: str) -> list[dict[str, Any]]:
        """Rows that hold anything, by header; ``row`` is their number."""
        columns = self.columns(card)
        rows = [
            {h: cells[c - 1].value for h, c in columns.items()} | {"row": cells[0].row}
            for cells in self.book[card].iter_rows(min_row=2)
        ]
        return [r for r in rows if any(v is not None for k, v in r.items() if k != "row")]

    def find(self, card: str, **where: str) -> int:
        """Number of the one row with these cells; ``_`` in a header stands for a blank."""
        wanted = {k.replace("_", " "): v for k, v in where.items()}
        (found,) = [r["row"] for r in self.rows(card) if wanted.items() <= r.items()]
        return int(found)

    def put(self, card: str, row: int, cells: Mapping[str, Any]) -> "Sheet":
        columns = self.columns(card)
        for header, value in cells.items():
            self.book[card].cell(row, columns[header]).value = value
        return self

    def free(self, card: str) -> int:
        return 2 + len(self.rows(card))

    def reply(self, on: object = REPLIED) -> "Sheet":
        """Fill the head."""
        self.book["Odpowiedź"]["B4"].value = on
        return self

    def confirm_all(self, card: str = "Wskazania") -> "Sheet":
        """Confirm every row that has a centre."""
        for row in self.rows(card):
            if row["Ośrodek"] and row.get("Stan") != "zakończone":
                self.put(card, row["row"], {"Odpowiedź": "Potwierdzam"})
        return self

    def save(self, path: Path | None = None) -> Path:
        self.book.save(path or self.path)
        return path or self.path


def read_back(geodata: Path, path: Path, *options: object, today: date = LONG_AFTER) -> Result:
    """What the steward types."""
    typed = ["--geodata", geodata, "import", "reply", path, *options]
    return CliRunner(env={"SES_MAP_TODAY": today.isoformat()}).invoke(main, list(map(str, typed)))


def take(geo: Path, sheet: Sheet, **wishes: Any) -> Report:
    """Save a sheet and import it."""
    return import_reply(geo, ReplyRequest(sheet.save(), LONG_AFTER, **wishes))


def name(sheet: Sheet, centre: str) -> str:
    """What a sheet calls a centre."""
    return next(r["Nazwa ośrodka"] for r in sheet.rows("Ośrodki") if r["Klucz"].startswith(f"{centre}|"))


def claims(geo: Path, unit: str = SERVED) -> list[str]:
    """New claims of a unit: ``+centre since..until`` and ``-centre since..``."""
    signs = {"add": "+", "exclude": "-"}
    new = [r for r in rows_of(geo, CLAIMS) if r["unit"] == unit and r["register"].startswith("odpowiedz-")]
    return sorted(f"{signs[r['effect']]}{r['centre_id']} {r['valid_from']}..{r['valid_to']}" for r in new)


def answer(sheet: Sheet, unit: str, **cells: Any) -> Sheet:
    """Answer the row of a unit; ``_`` in a header stands for a blank."""
    at = sheet.find("Wskazania", TERYT=unit)
    return sheet.put("Wskazania", at, {k.replace("_", " "): v for k, v in cells.items()})


def refused(geo: Path, sheet: Sheet, **wishes: Any) -> list[tuple[str, str, int, str]]:
    """The problems of a sheet that is not taken: code, card, row, column."""
    before = files_of(geo)
    report = take(geo, sheet, **wishes)

    assert report.refused and report.changes == () and files_of(geo) == before
    assert all(p.detail.startswith(f"Karta „{p.sheet}”") and p.detail[-1] == "." for p in report.problems)
    return [(p.code, p.sheet, p.row, p.column) for p in report.problems]
