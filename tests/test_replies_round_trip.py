"""A reply sheet there and back through the real command line: the area of one voivodeship becomes confirmed."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from ses_map.build import build_snapshot
from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from tests.builders import GEODATA
from tests.import_builders import assert_sealed, facts_of, files_of, rows_of
from tests.recount import recount
from tests.reply_builders import MADE, REPLIED, Sheet
from tests.serving import ses_map
from tests.web_builders import small_geodata

pytestmark = pytest.mark.realdata
CLAIMS = "registry/assignments.csv"


class Desk:
    """A copy of the registry, and what a steward types."""

    def __init__(self, folder: Path, region: str = "", snapshot: Snapshot | None = None) -> None:
        """The whole country, of which there is a snapshot, or one voivodeship, which builds in a second."""
        self.folder, self.geodata = folder, folder / "geodata"
        if region:
            small_geodata(self.geodata, region)
        else:
            shutil.copytree(GEODATA, self.geodata)
        self._built = (files_of(self.geodata), snapshot)

    def snapshot(self) -> Snapshot:
        """What is built of the tables as they are now; as long as they stay the same, once."""
        files, made = self._built
        now = files_of(self.geodata)
        if now != files or made is None:
            self._built = (now, build_snapshot(self.geodata))
        return self._built[1]

    def publish(self) -> None:
        """What ``build`` does, without maps, which nothing here looks at."""
        FileStore(self.folder / "store").publish(self.snapshot())

    def type(self, *arguments: object, today: date = MADE) -> str:
        done = ses_map(*arguments, geodata=self.geodata, store=self.folder / "store", today=today)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sheet(self, region: str, on: date = MADE) -> Sheet:
        """The reply sheet that the work-list writes."""
        self.publish()
        folder = self.folder / f"sheets-{on}-{len(list(self.folder.iterdir()))}"
        self.type("worklist", "--voivodeship", region, "--sheets", folder, "--date", on, today=on)
        return Sheet(folder / f"odpowiedz-koordynator-{region}-{on}.xlsx")

    def counts(self, code: str, on: date) -> dict[str, int]:
        """The four counts, which the package and a recount of the tables agree on."""
        rows = coverage_rows(Lookup(self.snapshot()), on, code)
        counted = standing_counts(rows)
        assert counted == recount(on, code, self.geodata)
        return counted

    def diff(self, first: str, last: str) -> list[tuple[str, str, str]]:
        self.publish()
        told = json.loads(self.type("diff", "--from", first, "--to", last, "--format", "json"))
        return [(c["teryt"], c["kind"], "+".join(c["after"])) for c in told["changes"]]


@pytest.fixture
def lubelskie(tmp_path):
    return Desk(tmp_path, "06")


def test_lubelskie_becomes_confirmed_by_filling_one_sheet(tmp_path, snapshot):
    country = Desk(tmp_path, snapshot=snapshot)
    before, was = country.counts("06", MADE), rows_of(country.geodata, CLAIMS)
    sheet = country.sheet("lubelskie").reply().confirm_all()
    names = [r["Nazwa ośrodka"] for r in sheet.rows("Ośrodki")]
    for row in sheet.rows("Wskazania"):
        if row["Stan"] == "zakończone":
            sheet.put(
                "Wskazania",
                row["row"],
                {"Odpowiedź": "Zmieniam", "Obsługuje od": date(2026, 1, 1), "Obsługuje do": None},
            )
        elif not row["Ośrodek"]:
            sheet.put("Wskazania", row["row"], {"Odpowiedź": "Zmieniam", "Ośrodek": names[0]})
    told = country.type("import", "reply", sheet.save(), today=REPLIED)

    assert before["confirmed"] < 24 == sum(before.values())
    assert "wiersze: " in told and "odrzucone 0" in told and "bez odpowiedzi" in told
    assert country.counts("06", REPLIED) == {"confirmed": 24, "unconfirmed": 0, "ended": 0, "none": 0}
    # Nothing that other sources say was touched, and no other voivodeship.
    rows = rows_of(country.geodata, CLAIMS)
    assert rows[: len(was)] == was and {r["unit"][:2] for r in rows[len(was) :]} == {"06"}
    assert {r["source_title"] for r in rows[len(was) :]} == {
        "Odpowiedź: Regionalny Ośrodek Polityki Społecznej w Lublinie"
    }
    assert_sealed(country.geodata)


def test_what_was_confirmed_before_keeps_its_past(tmp_path):
    """All that was true on another day is true still: a reply is evidence of its own day."""
    country = Desk(tmp_path, "26")
    days = [date(2014, 1, 1), date(2019, 4, 17), date(2023, 12, 31)]
    before = [country.counts("26", day) for day in days]
    sheet = country.sheet("swietokrzyskie").reply()
    for row in sheet.rows("Wskazania"):
        new = {"Obsługuje od": date(2026, 1, 1), "Obsługuje do": None}
        sheet.put("Wskazania", row["row"], {"Odpowiedź": "Zmieniam", **new})
    country.type("import", "reply", sheet.save(), today=REPLIED)

    assert country.counts("26", REPLIED)["confirmed"] == 14
    assert [country.counts("26", day) for day in days] == before


SPAN = ("2026-06-01", "2026-12-31")


def changed(sheet: Sheet, unit: str, centre: str, since: date) -> Sheet:
    """Return a powiat to another centre."""
    row = sheet.find("Wskazania", TERYT=unit)
    return sheet.put("Wskazania", row, {"Odpowiedź": "Zmieniam", "Ośrodek": centre, "Obsługuje od": since})


def test_a_second_reply_that_corrects_the_first_leaves_no_trace(lubelskie):
    sheet = lubelskie.sheet("lubelskie").reply()
    path, clean = sheet.path, lubelskie.folder / "clean.xlsx"
    unit = next(r for r in sheet.rows("Wskazania") if r["Ośrodek"] and r["Stan"] != "zakończone")
    other = next(r["Nazwa ośrodka"] for r in sheet.rows("Ośrodki") if r["Nazwa ośrodka"] != unit["Ośrodek"])
    shutil.copy(path, clean)
    before = files_of(lubelskie.geodata / "registry")
    lubelskie.type("import", "reply", changed(sheet, unit["TERYT"], other, date(2026, 10, 1)).save(), today=REPLIED)
    wrong = lubelskie.diff(*SPAN)

    right = Sheet(clean).reply(date(2026, 12, 20))
    row = right.find("Wskazania", TERYT=unit["TERYT"])
    corrected = right.put("Wskazania", row, {"Odpowiedź": "Potwierdzam"}).save()
    lubelskie.type("import", "reply", corrected, today=date(2026, 12, 20))

    assert [(u, kind) for u, kind, _ in wrong] == [(unit["TERYT"], "moved")]
    assert lubelskie.diff(*SPAN) == []
    # As if the first had never come: the same tables as from the second alone.
    alone = Desk(lubelskie.folder / "alone", "06")
    assert files_of(alone.geodata / "registry") == before
    alone.type("import", "reply", corrected, today=date(2026, 12, 20))
    assert facts_of(alone.geodata / "registry") == facts_of(lubelskie.geodata / "registry")
    alone.type("undo", 1)
    assert files_of(alone.geodata / "registry") == before


def test_a_reply_that_corrected_another_is_taken_back_to_it(lubelskie):
    sheet = lubelskie.sheet("lubelskie").reply().confirm_all()
    start = files_of(lubelskie.geodata)
    lubelskie.type("import", "reply", sheet.save(), today=REPLIED)
    first = files_of(lubelskie.geodata)
    unit = next(r["TERYT"] for r in sheet.rows("Wskazania") if r["Odpowiedź"])
    sheet.put("Wskazania", sheet.find("Wskazania", TERYT=unit), {"Odpowiedź": "Nie dotyczy"})
    lubelskie.type("import", "reply", sheet.save(), today=REPLIED)

    lubelskie.type("undo", 2)
    assert files_of(lubelskie.geodata) == first
    lubelskie.type("undo", 1)
    assert files_of(lubelskie.geodata) == start


def test_a_later_reply_is_history(lubelskie):
    sheet = lubelskie.sheet("lubelskie").reply()
    unit = next(r for r in sheet.rows("Wskazania") if r["Ośrodek"] and r["Stan"] != "zakończone")
    other = next(r["Nazwa ośrodka"] for r in sheet.rows("Ośrodki") if r["Nazwa ośrodka"] != unit["Ośrodek"])
    lubelskie.type("import", "reply", changed(sheet, unit["TERYT"], other, date(2026, 10, 1)).save(), today=REPLIED)
    later = lubelskie.sheet("lubelskie", date(2027, 6, 1)).reply(date(2027, 6, 10))
    back = changed(later, unit["TERYT"], unit["Ośrodek"], date(2027, 5, 1)).save()
    lubelskie.type("import", "reply", back, today=date(2027, 6, 10))

    assert [(u, kind) for u, kind, _ in lubelskie.diff(*SPAN)] == [(unit["TERYT"], "moved")]
    assert [(u, kind) for u, kind, _ in lubelskie.diff("2026-12-31", "2027-06-30")] == [(unit["TERYT"], "moved")]
    assert lubelskie.diff("2026-06-01", "2027-06-30") == []
