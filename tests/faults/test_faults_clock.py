"""Clocks that jump: a year ahead and back, over midnight, and the real clock of a real server moved under its feet."""

import json
import os
import random
import shutil
import subprocess
import time
import urllib.request
from datetime import date, timedelta

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
    moment = time.time() + shift_s
    for path in (*store.root.rglob("*"), store.root):
        os.utime(path, (moment, moment))
    note("clock jumps", injected=1)
    store.publish(parcel("two"))

    check("clock jumps", whole=store.load(parcel("one").id).files == parcel("one").files)
    assert store.current_id() == parcel("two").id and set(store.ids()) == {parcel("one").id, parcel("two").id}
    assert (store.root / ".tmp-other").exists() == (shift_s > -3600), "a publisher of this hour may be at work"
    store.prune(1)
    assert store.current_id() in store.ids(), "the current one stays, whatever its date says"


SHIFTED = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long offset(void) {
    long s = 0;
    FILE *f = fopen(getenv("CLOCK_OFFSET"), "re");
    if (f) { if (fscanf(f, "%ld", &s) != 1) s = 0; fclose(f); }
    return s;
}
int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int r = real(id, t);
    if (id == CLOCK_REALTIME) t->tv_sec += offset();
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
def moved(tmp_path, monkeypatch):
    """Move the wall clock of every process that is started from now on, while it runs: gives a setter of the offset."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to build the library that moves a process's clock")
    source, library, offset = tmp_path / "clock.c", tmp_path / "clock.so", tmp_path / "offset"
    source.write_text(SHIFTED)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("CLOCK_OFFSET", str(offset))

    def set_offset(days: int) -> None:
        (tmp_path / "next").write_text(str(days * 86_400))
        (tmp_path / "next").replace(offset)

    set_offset(0)
    return set_offset


def test_a_server_whose_clock_jumps_answers_for_its_day_and_lives_on(tmp_path, moved):
    store = FileStore(tmp_path / "snapshots")
    worlds = Worlds(tmp_path / "worlds")
    store.publish(worlds.snapshots[0])
    with serving(tmp_path / "log", "--workers", 1, store=store.root) as (process, address):
        for days in (0, 1, 0, 366, -366, 3660, 0):
            moved(days)
            note("clock jumps", injected=1)
            body, headers = get(f"{address}/api/v1/lookup?teryt=1601")
            said = date.fromisoformat(body["date"])
            check("clock jumps", whole=abs((said - date.today()).days - days) <= 1)
            assert f"-{said}-" in headers["ETag"]
            assert get(f"{address}/healthz")[0]["status"] == "ok"
        moved(-366)
        store.publish(worlds.snapshots[1])
        end = time.monotonic() + 60
        while get(f"{address}/healthz")[0]["snapshot"] != worlds.snapshots[1].id:
            assert time.monotonic() < end, "a newer snapshot is noticed under a clock that went back"
            time.sleep(0.1)
        assert process.poll() is None


def get(url: str) -> tuple[dict, dict]:
    with urllib.request.urlopen(url, timeout=60) as response:
        return json.load(response), dict(response.headers)
