"""``make days``: the clock that it moves is moved in commands, servers and workers, and only there."""

import json
import subprocess
import sys
import time

import pytest

from scripts import days
from ses_map.store.files import FileStore
from tests.builders import ROOT, TODAY, country
from tests.serving import get_text, serving, ses_map
from tests.web_builders import drawn

WORLD = drawn(country("020101 020201", "0201>a"))
#: Moment → the day in Poland.
MOMENTS = {
    "2028-02-29T12:00:00Z": "2028-02-29",
    "2026-12-31T22:30:00Z": "2026-12-31",
    "2026-12-31T23:30:00Z": "2027-01-01",
    "2036-11-30T12:00:00Z": "2036-11-30",
}
ASKED = "/api/v1/lookup?teryt=0201"


@pytest.fixture
def store(tmp_path):
    found = FileStore(tmp_path / "store")
    found.publish(WORLD)
    return found.root


@pytest.fixture(params=MOMENTS)
def moment(request, monkeypatch):
    return move(request.param, monkeypatch)


def move(moment, monkeypatch):
    for name, value in days.moved(moment).items():
        monkeypatch.setenv(name, value)
    return moment


def test_the_moments_are_among_those_that_are_proved():
    assert set(days.MOMENTS) <= set(MOMENTS) and len(days.MOMENTS) >= 3


def test_what_is_chosen_is_there():
    """Files by pattern, and each test that is named."""
    names = [name for name in days.chosen() if "::" in name]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *names]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert len(days.chosen()) > 30 and len(names) > 4
    assert listed.returncode == 0, listed.stdout


@pytest.mark.parametrize(("moment", "bare"), [*zip(MOMENTS, [True, False, True, False], strict=True)])
def test_a_server_that_asks_the_clock_is_on_the_other_day(store, tmp_path, monkeypatch, moment, bare):
    """Started by the command and without it; either is there on the night on which the day in Poland is another."""
    move(moment, monkeypatch)
    with serving(tmp_path / "log", bare=bare, store=store, workers=1, today="") as (_, address):
        assert json.loads(get_text(address + ASKED))["date"] == MOMENTS[moment]


def test_a_command_that_asks_the_clock_is_on_the_other_day(store, moment):
    found = ses_map("lookup", "--teryt", "0201", "--format", "json", store=store, today="")

    assert json.loads(found.stdout)["date"] == MOMENTS[moment], found.stderr


def test_a_command_that_is_told_the_day_is_not(store, monkeypatch):
    move(next(iter(MOMENTS)), monkeypatch)
    found = ses_map("lookup", "--teryt", "0201", "--format", "json", store=store)

    assert json.loads(found.stdout)["date"] == TODAY.isoformat(), found.stderr


MEASURED = "import time; a = time.monotonic(); time.sleep(0.01); print(a, time.monotonic())"


def test_clocks_that_measure_are_those_of_the_machine(moment):
    before = time.monotonic()
    done = subprocess.run([sys.executable, "-c", MEASURED], cwd=ROOT, capture_output=True, text=True, check=True)
    first, second = map(float, done.stdout.split())

    assert before < first < first + 0.01 <= second < time.monotonic()
