"""Clocks that jump: a year ahead and back, over midnight, and the real clock of a real server moved under its feet."""

import json
import os
import random
import shutil
import subprocess
import time
import urllib.request
from datetime import date, datetime, timedelta
from email.message import Message

import pytest

from ses_map.store.files import FileStore
from tests.builders import TODAY, country, parcel
from tests.faults.tally import amount, check, note
from tests.faults.worlds import Worlds
from tests.serving import serving
from tests.web_builders import app_of, drawn

JUMPS = amount(40, 1000)
#: a serves the powiat until the end of 2025, b from then on until the middle of 2027.
WORLD = drawn(country("020101 020201", "0201>a@2024-01-01..2025-12-31 0201>b@2026-01-01..2027-06-30 0202>a"))
PATHS = ("/api/v1/lookup?teryt=0201", "/api/v1/coverage", "/api/v1/centres", "/osrodki", "/planowanie")
STEPS = [timedelta(days=d) for d in (1, -1, 365, -365, 0, 182, -182)]


class Clock:
    """Says whatever day it was set to."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


def test_answers_and_tags_follow_the_day_wherever_it_jumps():
    """Compared byte for byte with an application that was started on that day and saw no other."""
    clock, jumps = Clock(), random.Random(1582)
    jumping, fixed, tagged = app_of(WORLD, today=clock).test_client(), {}, {}
    for _ in range(JUMPS):
        clock.day = max(min(clock.day + jumps.choice(STEPS), date(2029, 1, 1)), date(2023, 1, 1))
        note("clock jumps", injected=1)
        path, day = jumps.choice(PATHS), clock.day
        if (path, day) not in fixed:
            fixed[path, day] = app_of(WORLD, today=lambda day=day: day).test_client().get(path)
        answer, right = jumping.get(path), fixed[path, day]
        same = (answer.status_code, answer.data) == (right.status_code, right.data)
        check("clock jumps", whole=same and answer.headers.get("ETag") == right.headers.get("ETag"))
        tag = answer.headers["ETag"]
        assert tagged.setdefault(tag, (path, day)) == (path, day), "one tag for two days"
        for old, (asked, when) in list(tagged.items())[-8:]:
            again = jumping.get(asked, headers={"If-None-Match": old}).status_code
            assert again == (304 if when == day else 200), (asked, when, day)
    assert len({d for _, d in fixed}) > 5


@pytest.mark.parametrize("shift_s", [-400 * 86_400, 400 * 86_400, 7_200, -7_200])
def test_a_clock_that_jumped_between_publications_never_takes_what_is_published(tmp_path, shift_s):
    """Everything in the store looks as if it had been written then: only what is abandoned may be swept."""
    store = FileStore(tmp_path / "snapshots")
    store.publish(parcel("one"))
    (store.root / ".tmp-other").mkdir()
    moment = store.root.stat().st_mtime + shift_s
    for path in (*store.root.rglob("*"), store.root):
        os.utime(path, (moment, moment))
    note("clock jumps", injected=1)
    store.publish(parcel("two"))

    check("clock jumps", whole=store.load(parcel("one").id).files == parcel("one").files)
    assert store.current_id() == parcel("two").id and set(store.ids()) == {parcel("one").id, parcel("two").id}
    assert (store.root / ".tmp-other").exists() == (shift_s > -3600), "a publisher of this hour may be at work"
    store.prune(1)
    assert store.current_id() in store.ids(), "the current one stays, whatever its date says"


STOOD = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int r = real(id, t);
    long s;
    FILE *f = id == CLOCK_REALTIME ? fopen(getenv("CLOCK_SECONDS"), "re") : NULL;
    if (f) { if (fscanf(f, "%ld", &s) == 1) t->tv_sec = s; fclose(f); }
    return r;
}
time_t time(time_t *p) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    if (p) *p = t.tv_sec;
    return t.tv_sec;
}
"""


@pytest.fixture
def set_clock(tmp_path, monkeypatch):
    """Return a setter of the wall clock of every process that is started from now on, while it runs."""
    compiler = shutil.which("cc")
    if compiler is None:
        assert not os.environ.get("CI"), "CI has to install a C compiler"
        pytest.skip("needs a C compiler, for the library that sets a process's clock (apt install gcc libc6-dev)")
    source, library, seconds = tmp_path / "clock.c", tmp_path / "clock.so", tmp_path / "seconds"
    source.write_text(STOOD)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.delenv("OTHER_DAY", raising=False)  # two that move one clock
    monkeypatch.setenv("CLOCK_SECONDS", str(seconds))

    def set_to(moment: str) -> None:
        (tmp_path / "next").write_text(f"{datetime.fromisoformat(moment).timestamp():.0f}")
        (tmp_path / "next").replace(seconds)

    set_to("2026-11-24T12:00Z")
    return set_to


#: What the clock says, in UTC, in this order → the day in Poland.
MOMENTS = {
    "2026-12-31T22:59:59Z": "2026-12-31",
    "2026-12-31T23:00:00Z": "2027-01-01",
    "2026-06-30T21:59:59Z": "2026-06-30",
    "2026-06-30T22:00:00Z": "2026-07-01",
    "2028-02-28T23:30:00Z": "2028-02-29",
    "2025-11-24T12:00:00Z": "2025-11-24",
    "2036-11-30T12:00:00Z": "2036-11-30",
    "2026-11-24T12:00:00Z": "2026-11-24",
}


def test_a_server_whose_clock_jumps_answers_for_its_day_and_lives_on(tmp_path, set_clock):
    store = FileStore(tmp_path / "snapshots")
    worlds = Worlds(tmp_path / "worlds")
    store.publish(worlds.snapshots[0])
    with serving(tmp_path / "log", bare=True, workers=1, store=store.root, today="") as (process, address):
        for moment, day in MOMENTS.items():
            set_clock(moment)
            note("clock jumps", injected=1)
            body, headers = get(f"{address}/api/v1/lookup?teryt=1601")
            check("clock jumps", whole=body["date"] == day)
            assert f"-{day}-" in headers["ETag"]
            assert get(f"{address}/healthz")[0]["status"] == "ok"
        set_clock("2025-11-24T12:00Z")
        store.publish(worlds.snapshots[1])
        until_served(address, worlds.snapshots[1].id)
        assert process.poll() is None


def test_a_server_that_is_given_a_day_keeps_to_it_whatever_the_clock_says(tmp_path, set_clock):
    """The command, the main process and its workers."""
    store, worlds = FileStore(tmp_path / "snapshots"), Worlds(tmp_path / "worlds")
    store.publish(worlds.snapshots[0])
    with serving(tmp_path / "log", "--workers", 2, store=store.root, today="2019-04-17") as (_, address):
        for moment, edition in zip(MOMENTS, [0, 0, 0, 1, 1, 1, 1, 1], strict=True):
            set_clock(moment)
            store.publish(worlds.snapshots[edition])
            until_served(address, worlds.snapshots[edition].id)
            assert get(f"{address}/api/v1/lookup?teryt=1601")[0]["date"] == "2019-04-17"
    assert "2019-04-17" in (tmp_path / "log").read_text(), "who leaves it set is told"


def get(url: str) -> tuple[dict, Message]:
    with urllib.request.urlopen(url, timeout=60) as response:
        return json.load(response), response.headers


def until_served(address: str, snapshot: str) -> None:
    """Wait until a newer snapshot is noticed, whatever the clock did."""
    end = time.monotonic() + 60
    while get(f"{address}/healthz")[0]["snapshot"] != snapshot:
        assert time.monotonic() < end, f"{snapshot} is not served"
        time.sleep(0.1)
