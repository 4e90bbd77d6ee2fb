"""A year of a steward's months: the command against a site whose pages change, move, fail and disappear."""

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest

from scripts import check_sources
from scripts.build_geodata import seal
from tests.builders import ROOT
from tests.import_builders import CENTRES, CLAIMS, rows_of
from tests.import_builders import run as steward
from tests.watching_builders import Reply, Site, page, serving, tagged, to

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

AREA = "OWES obejmuje powiaty kwidzyński, malborski, starogardzki i sztumski."
MORE = AREA.replace(" i sztumski", ", sztumski i tczewski")
NADWISLANSKI = "owes-nadwislanski-dzierzgon"
QUICK = ["--private", "--delay", "0", "--retries", "0", "--connect", "20", "--read", "20", "--size", "100000"]


class Months:
    """Runs the command once a month over a registry whose centre has its pages on our site."""

    def __init__(self, geo: Path, site: Site, office: Site, folder: Path) -> None:
        self.geo, self.site, self.office, self.folder, self.month = geo, site, office, folder, 0
        self.out = folder / "report.json"

    def go(self, *arguments: str) -> tuple[int, list[str]]:
        """Exit code, and what is told: the kind and the path."""
        self.month += 1
        return self.on(["--date", f"2026-{self.month:02}-28"], *arguments)

    def on(self, day: list[str], *arguments: str) -> tuple[int, list[str]]:
        typed = ["--geodata", self.geo, "--further", self.folder / "further.csv", "--state", self.folder / "state.json"]
        typed += ["--match", "http://127.0.0.1:", *day, "--format", "json", "--output", self.out, *QUICK, *arguments]
        code = check_sources.main(list(map(str, typed)))
        told = json.loads(self.out.read_text(encoding="utf-8"))
        return code, [f"{f['kind']} {urlsplit(f['url']).path}" for f in told]

    @property
    def told(self) -> list[dict]:
        return json.loads(self.out.read_text(encoding="utf-8"))

    @property
    def proposals(self) -> Path:
        return self.folder / f"proposals-2026-{self.month:02}-28.csv"

    @property
    def seen(self) -> dict:
        return json.loads((self.folder / "state.json").read_text(encoding="utf-8"))["addresses"]


@pytest.fixture
def months(geo, tmp_path):
    with serving() as site, serving() as office:
        _redirect_registry(geo, site.url)
        (tmp_path / "further.csv").write_text(f"url,voivodeship,what\n{office.url}/wykaz,22,wykaz OWES\n")
        site.pages |= {"/obszar": page(f"<p>{AREA}"), "/": page("<h1>OWES")}
        office.pages["/wykaz"] = page("<p>Wykaz")
        yield Months(geo, site, office, tmp_path)


def _redirect_registry(geo: Path, url: str) -> None:
    """Return one centre our site as its own, and its page of coverage as the source of its claims."""
    for table, changes in (
        (CLAIMS, {"source_url": f"{url}/obszar", "valid_to": "2030-12-31"}),
        (CENTRES, {"website": f"{url}/"}),
    ):
        rows = rows_of(geo, table)
        for row in rows:
            if row["centre_id"] == NADWISLANSKI and "rops.pomorskie" not in row["source_url"]:
                row |= changes
        with (geo / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    seal(geo)


def test_nothing_to_tell_of_pages_that_say_what_the_registry_says(months, capsys):
    assert months.go() == (0, [])
    assert months.go() == (0, [])
    assert "adresów: 3 z 3, nowych spraw: 0, znanych: 0, propozycji: 0" in capsys.readouterr().err
    assert not list(months.folder.glob("proposals*"))
    assert months.seen[f"{months.site.url}/obszar"]["sentences"] == [AREA]


def test_new_units_become_claims_by_the_steward_and_are_then_known(months):
    months.go()
    months.site.pages["/obszar"] = page(f"<p>{MORE}")
    assert months.go() == (1, ["coverage-changed /obszar", "other-units /obszar"])
    assert AREA in months.told[0]["detail"] and MORE in months.told[0]["detail"]
    assert months.told[1]["units"] == ["2214"]

    before = rows_of(months.geo, CLAIMS)
    done = steward(months.geo, "assignments", months.proposals, "--format", "json")
    report = json.loads(done.output)
    assert (done.exit_code, report["accepted"], report["rejected"], report["problems"]) == (0, 1, 0, [])
    assert [c for c in report["columns"] if not c["field"]] == []
    (added,) = [row for row in rows_of(months.geo, CLAIMS) if row not in before]
    assert {k: v for k, v in added.items() if v} == {
        "unit": "2214", "effect": "add", "centre_id": NADWISLANSKI, "source_url": f"{months.site.url}/obszar",
        "confidence": "stated", "sentence": MORE, "register": "proposals-2026-02-28",
    }  # fmt: skip
    assert [row for row in before if row not in rows_of(months.geo, CLAIMS)] == [], "nothing is closed by it"

    assert months.go() == (0, [])
    assert not months.proposals.exists()


def test_a_newer_page_is_proposed_and_imported_as_evidence(months):
    head = '<meta property="article:published_time" content="2026-01-05">'
    months.site.pages["/obszar"] = Reply(
        f"<head>{head}</head><p>{AREA}".encode(), headers={"Content-Type": "text/html"}
    )
    assert months.go() == (1, ["newer-evidence /obszar"])

    done = steward(months.geo, "assignments", months.proposals, "--format", "json")
    assert (done.exit_code, json.loads(done.output)["accepted"]) == (0, 4)
    new = [row for row in rows_of(months.geo, CLAIMS) if row["source_date"] == "2026-01-05"]
    assert {(row["unit"], row["centre_id"], row["valid_to"]) for row in new} == {
        (unit, NADWISLANSKI, "") for unit in ("2207", "2209", "2213", "2216")
    }
    assert months.go() == (0, [])


def test_what_was_told_is_told_again_only_on_demand(months):
    months.go()
    months.site.pages["/obszar"] = Reply(status=410)
    assert months.go() == (1, ["vanished /obszar"])
    assert months.go() == (0, [])
    assert months.go("--all") == (0, ["vanished /obszar"])
    assert months.told[0]["since"] == "2026-02-28"
    months.site.pages["/obszar"] = Reply(status=404)
    assert months.go() == (1, ["vanished /obszar"]), "gone in another way"
    months.site.pages["/obszar"] = page(f"<p>{AREA}")
    assert months.go("--all") == (0, []), "back, and as it was before"


def test_questions_wait_while_a_page_cannot_be_read(months):
    months.site.pages["/obszar"] = page(f"<p>{AREA}<p>Planujemy też powiat tczewski.")
    assert months.go() == (1, ["open-question /obszar"])
    months.site.pages["/obszar"] = Reply(status=503)
    assert months.go() == (1, ["failed /obszar"])
    months.site.pages["/obszar"] = page(f"<p>{AREA}<p>Planujemy też powiat tczewski.")
    assert months.go() == (0, [])
    assert months.go("--all") == (0, ["open-question /obszar"])
    assert months.told[0]["since"] == "2026-01-28"


def test_a_page_that_is_not_sent_again_is_still_held_against_the_registry(months):
    months.site.pages["/obszar"] = tagged(page(f"<p>{MORE}"), '"1"')
    assert months.go() == (1, ["other-units /obszar"])
    assert months.go() == (0, [])
    assert months.proposals.exists(), "proposed until it is imported"
    assert months.seen[f"{months.site.url}/obszar"]["status"] == 304


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (page(f"<nav>x</nav><p>Od dziś telefon 1.</p><div>{AREA}"), "changed"),
        (page(f"<div class=new><p>{AREA.replace(' i ', ' <b>i</b> ')}</p></div><script>7</script>"), None),
        (page("<p>Strona w budowie"), "coverage-changed"),
        (to("/nowa", 301), "moved"),
        (to("/nowa", 302), None),
        (to("/obszar"), "failed"),
        (Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "coverage-changed"),
        (Reply(AREA.encode("cp1250"), headers={"Content-Type": "text/html; charset=utf-8"}), None),
        (Reply(bytes(100_001)), "failed"),
    ],
    ids=["text", "markup", "emptied", "moved", "elsewhere for now", "loop", "a file now", "encoding", "too large"],
)
def test_what_became_of_a_page(months, reply, told):
    months.go()
    months.site.pages |= {"/obszar": reply, "/nowa": page(f"<p>{AREA}")}
    code, found = months.go()

    assert (code, found[:1]) == (int(told is not None), [f"{told} /obszar"] if told else [])


def test_a_page_that_leads_to_the_front_page_is_probably_gone(months):
    months.go()
    months.site.pages["/obszar"] = to("/", 301)
    code, found = months.go()

    assert (code, "moved /obszar" in found, "not-named /obszar" in found) == (1, True, True)
    assert "strona główna" in next(f["detail"] for f in months.told if f["kind"] == "moved")


def test_a_page_that_moved_to_where_nothing_is_has_vanished(months):
    months.go()
    months.site.pages["/obszar"] = to("/nowa", 301)

    assert months.go() == (1, ["vanished /obszar"])
    assert f"{months.site.url}/nowa" in months.told[0]["detail"]


def test_a_page_from_which_nothing_was_taken_is_a_question(months):
    months.office.pages["/wykaz"] = page("<p>Powiaty: kwidzyński i tczewski")

    assert months.go() == (1, ["open-question /wykaz"])
    assert months.told[0]["units"] == ["2207", "2214"]
    assert not months.proposals.exists()


def test_without_a_network_nothing_has_vanished(months, capsys):
    months.go()
    before = months.seen
    months.site.close()
    months.office.close()

    assert months.go()[0] == 1
    assert capsys.readouterr().err.rstrip().splitlines()[-1].startswith("error: nie odpowiedział żaden z 3 serwerów")
    assert months.seen == before


def test_a_state_that_is_not_ours_is_one_line(months, capsys):
    (months.folder / "state.json").write_text("[]")
    months.out.write_text("[]")

    assert months.go() == (1, [])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: Pliku stanu")


@pytest.mark.parametrize(
    "typed", [["--date", "wczoraj"], ["--retries", "-1"], ["--delay", "nan"], ["--format", "pdf"], ["x"]]
)
def test_usage(typed, capsys):
    with pytest.raises(SystemExit) as stopped:
        check_sources.main(typed)
    assert stopped.value.code == 2


def test_the_day_is_today_unless_another_is_named(months, monkeypatch):
    monkeypatch.setenv("SES_MAP_TODAY", "2030-02-28")
    months.on([])
    assert {seen["checked"] for seen in months.seen.values()} == {"2030-02-28"}
    months.go()
    assert {seen["checked"] for seen in months.seen.values()} == {"2026-01-28"}


def test_addresses_that_were_not_asked_for_stay_as_they_were(months):
    months.go()
    before = months.seen

    assert months.go("--match", "/obszar") == (0, [])
    changed = {url for url, seen in months.seen.items() if seen != before[url]}
    assert changed == {f"{months.site.url}/obszar"}
    assert months.go("--match", "nigdzie") == (0, [])
    assert set(months.seen) == set(before)


def heed_interrupts() -> None:
    """Whatever runs the tests in the background may ignore SIGINT, and hands that on to its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_who_stops_it_keeps_what_was_read(months):
    waiting = Event()
    months.site.pages["/obszar"] = lambda asked: waiting.set() or Reply(forever="silence")
    typed = [
        "--geodata",
        months.geo,
        "--further",
        months.folder / "further.csv",
        "--state",
        months.folder / "state.json",
    ]
    command = [sys.executable, "scripts/check_sources.py", *map(str, typed), "--match", months.site.url, *QUICK]
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, text=True, preexec_fn=heed_interrupts, **pipes) as process:
        assert waiting.wait(120)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)

    assert (process.returncode, said.splitlines()[0]) == (1, "przerwano; zapisano to, co przeczytano")
    assert list(months.seen) == [f"{months.site.url}/"], "read before, on the same host"
