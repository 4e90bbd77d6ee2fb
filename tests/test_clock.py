"""Nobody asks what day it is but one function: everything else is told the day, and each day is like any other."""

import re
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.clocks import readings
from tests.sources import parsed

PYTHON = sorted(p for folder in ("ses_map", "scripts", "tests") for p in (ROOT / folder).rglob("*.py"))
PYTHON.remove(Path(__file__).resolve())  # the examples below
OTHERS = sorted(
    p for f in ("ses_map", "templates") for p in (ROOT / f).rglob("*") if p.suffix in (".js", ".html", ".typ")
)
_FIRST = "ses_map/store/postgis/migrations/versions/r0001_snapshots.py"
_PUBLISHED = "when a snapshot was published, by the database's own clock, for the order of snapshots"
_TESTED = "the test of that one place, under a clock that stands still"
#: Module, function and the clock that it asks → why it may.
ALLOWED = {
    ("ses_map/settings.py", "today", "datetime.datetime.now"): "the one place",
    ("ses_map/web/http/access_log.py", "_Watcher._end", "time.gmtime"): "the time stamp of a line of the log",
    ("ses_map/store/postgis/tables.py", "", "sqlalchemy.func.now"): _PUBLISHED,
    (_FIRST, "upgrade", "sqlalchemy.func.now"): _PUBLISHED,
    ("tests/test_settings.py", "test_today_is_the_day_in_poland", "ses_map.settings.today"): _TESTED,
}
#: What scripts of a page and print templates would ask.
_ELSEWHERE = re.compile(r"new Date\(\s*\)|new Date\b(?!\()|Date\.now\b|[^.\w]Date\(\s*\)|datetime\.today\(")


def test_nobody_asks_the_clock_but_those_who_say_why():
    found = {
        (path.relative_to(ROOT).as_posix(), place, clock) for path in PYTHON for place, clock in readings(parsed(path))
    }

    assert found - set(ALLOWED) == set(), "take the day as an argument, or from Settings.day"
    assert set(ALLOWED) - found == set(), "these do not ask any more"


#: Who may start something without the day of the tests: whoever moves the clock that it then asks, or tests settings.
_WITHOUT_DAY = re.compile(r"today=(?:\"\"|None)|startswith\(\"SES_MAP_\"\)")
_MAY = ["tests/faults/test_faults_clock.py", "tests/serving.py", "tests/test_other_days.py", "tests/test_settings.py",
        "tests/test_storage.py"]  # fmt: skip


def test_whatever_tests_start_is_told_the_day():
    texts = {path: path.read_text(encoding="utf-8") for path in PYTHON if path.is_relative_to(ROOT / "tests")}
    found = [path.relative_to(ROOT).as_posix() for path, text in texts.items() if _WITHOUT_DAY.search(text)]

    assert found == _MAY, "start it with tests.serving.environment"


def test_no_page_asks_the_clock_of_its_reader():
    assert len(OTHERS) > 50
    assert [p.name for p in OTHERS if _ELSEWHERE.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "clocks"),
    [
        ("from datetime import date\nDAY = date.today()", [("", "datetime.date.today")]),
        ("from datetime import date as day\ndef f(d=day.today):\n    pass", [("f", "datetime.date.today")]),
        ("import datetime as dt\nclass A:\n    def f(self):\n        return dt.datetime.now(dt.UTC)",
         [("A.f", "datetime.datetime.now")]),
        ("import datetime\nx = [datetime.datetime.utcnow]", [("", "datetime.datetime.utcnow")]),
        ("from time import time\ntime()", [("", "time.time")]),
        ("import time\ntime.localtime(), time.gmtime(5), time.strftime('%Y'), time.strftime('%Y', x)",
         [("", "time.localtime"), ("", "time.strftime")]),
        ("def f():\n    import time as clock\n    return clock.time_ns()", [("f", "time.time_ns")]),
        ("import numpy as np\nnp.datetime64('now'), np.datetime64('2026-11-24')", [("", "numpy.datetime64")]),
        ("import pandas as pd\npd.Timestamp.now()", [("", "pandas.Timestamp.now")]),
        ("CODE = 'import time; print(time.time())'", [("", "time.time")]),
        ("CODE = f'import time; print(time.time(), {1}, {x})'", [("", "time.time")]),
        ("from ses_map.settings import today\ndef f():\n    return today()", [("f", "ses_map.settings.today")]),
        ("from ses_map import settings\nsettings.today()", [("", "ses_map.settings.today")]),
    ],
)  # fmt: skip
def test_a_clock_is_found_by_whatever_name(source, clocks):
    assert readings(source) == clocks


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.monotonic(), time.perf_counter(), time.process_time(), time.sleep(1)",
        "from datetime import date, datetime, time\ndate(2026, 11, 24), time(), datetime.fromtimestamp(0)",
        "def f(today):\n    return today()",
        "class A:\n    def now(self):\n        return self.today",
    ],
)
def test_what_measures_or_is_told_is_no_clock_of_days(source):
    assert readings(source) == []
