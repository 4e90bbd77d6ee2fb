"""Settings are values: read from ``SES_MAP_*`` once, and a misspelt name is an error."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from ses_map import settings as module
from ses_map.errors import InvalidInputError
from ses_map.settings import Settings, today
from tests.builders import GEODATA, ROOT

DEFAULTS = {
    "store": Path(".snapshots"),
    "geodata": GEODATA,
    "templates": ROOT / "templates",
    "host": "127.0.0.1",
    "port": 8000,
    "workers": 2,
    "threads": 4,
    "report": "",
    "operator": "",
    "operator_url": "",
    "framers": "https:",
    "confirmed_months": 36,
    "keep": 5,
    "rate": 0,
    "proxies": 0,
    "hosts": "",
    "log": "events",
    "metrics": "",
    "today": None,
}
_TWO = "'self' https://*.gov.pl https://urzad.example:8443 *.example http://localhost:9000"
VALUES = {
    "STORE": ("/srv/ses map", Path("/srv/ses map")),
    "GEODATA": ("/srv/geodata", Path("/srv/geodata")),
    "TEMPLATES": ("/srv/templates", Path("/srv/templates")),
    "HOST": ("0.0.0.0", "0.0.0.0"),
    "PORT": ("80", 80),
    "WORKERS": ("8", 8),
    "THREADS": ("1", 1),
    "REPORT": ("mailto:blad@example.pl", "mailto:blad@example.pl"),
    "OPERATOR": ("Urząd Gminy Żółwin", "Urząd Gminy Żółwin"),
    "OPERATOR_URL": ("https://zolwin.example/mapa", "https://zolwin.example/mapa"),
    "FRAMERS": (_TWO, _TWO),
    "CONFIRMED_MONTHS": ("24", 24),
    "KEEP": ("2", 2),
    "RATE": ("600", 600),
    "PROXIES": ("1", 1),
    "HOSTS": ("mapa.example.pl www.example.pl:8443", "mapa.example.pl www.example.pl:8443"),
    "LOG": ("requests", "requests"),
    "METRICS": ("10.0.0.0/8 ::1", "10.0.0.0/8 ::1"),
    "TODAY": ("2028-02-29", date(2028, 2, 29)),
}
UNUSABLE = {
    "PORT": ["65536", "-1", "http", "", "80.5"],
    "CONFIRMED_MONTHS": ["0", "-1", "1201", "36.5", "many"],
    "WORKERS": ["0", "65", "many"],
    "THREADS": ["0", "65"],
    "REPORT": ["blad@example.pl", "http://example.pl", "javascript:alert(1)", "mailto:a b", "https://"],
    "OPERATOR": ["x" * 201],
    "OPERATOR_URL": ["zolwin.example", "http://zolwin.example", "javascript:alert(1)", "mailto:a b"],
    "FRAMERS": [
        "",
        "*",
        "http:",
        "'none'",
        "http://urzad.example",
        "https:; script-src *",
        "https:,https:",
        "https://",
        "https://a.example/path",
        "data:",
        "https:  'self'",
        "'unsafe-inline'",
        "https://a_b",
        "*.",
    ],
    "KEEP": ["1", "-5"],
    "RATE": ["-1", "1000001", "often"],
    "PROXIES": ["-1", "11", "nginx"],
    "HOSTS": ["https://a.example", "a_b", "a  b", "*", "a.example,b.example", "a.example/"],
    "LOG": ["debug", "", "REQUESTS"],
    "METRICS": ["everybody", "10.0.0.1/8", "127.0.0.1:80", "*"],
    "TODAY": ["today", "2027-02-29", "20261124", "2026-W48-2", "1795478400", "2026-11-24T00:00:00", "24.11.2026", " "],
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in os.environ:
        if name.upper().startswith("SES_MAP_"):
            monkeypatch.delenv(name)


def test_defaults():
    assert Settings.from_environment().model_dump() == DEFAULTS


def test_every_setting_has_a_case_here():
    assert set(VALUES) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", VALUES)
def test_a_variable_sets_its_value(monkeypatch, name):
    text, value = VALUES[name]
    monkeypatch.setenv(f"SES_MAP_{name}", text)

    assert Settings.from_environment().model_dump() == DEFAULTS | {name.lower(): value}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in UNUSABLE.items() for t in texts])
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, text):
    monkeypatch.setenv(f"SES_MAP_{name}", text)

    with pytest.raises(InvalidInputError, match=f"SES_MAP_{name}") as refused:
        Settings.from_environment()
    assert text in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["SES_MAP_PROT", "SES_MAP_", "SES_MAP_STORE_PATH", "ses_map_wrokers"])
def test_an_unknown_variable_is_an_error_that_lists_the_known(monkeypatch, name):
    monkeypatch.setenv(name, "1")

    with pytest.raises(InvalidInputError, match=name) as refused:
        Settings.from_environment()
    assert [n for n in VALUES if f"SES_MAP_{n}" not in str(refused.value)] == []


def test_all_unknown_variables_are_named_at_once(monkeypatch):
    monkeypatch.setenv("SES_MAP_ONE", "1")
    monkeypatch.setenv("SES_MAP_TWO", "2")

    with pytest.raises(InvalidInputError, match="SES_MAP_ONE, SES_MAP_TWO"):
        Settings.from_environment()


def test_variables_of_others_do_not_matter(monkeypatch):
    monkeypatch.setenv("SES_MAPPER_PORT", "1")
    monkeypatch.setenv("PORT", "1")

    assert Settings.from_environment().port == 8000


def test_an_unknown_argument_is_refused():
    with pytest.raises(ValidationError, match="prot"):
        Settings(prot=80)


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1


def test_an_import_does_not_read_the_environment():
    code = "import ses_map.settings, ses_map.web, ses_map.cli; print('read nothing')"
    environment = {**os.environ, "SES_MAP_NONSENSE": "1", "SES_MAP_PORT": "x"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert (done.stdout, done.returncode) == ("read nothing\n", 0), done.stderr


class Noon(datetime):
    """A clock that stands still."""

    moment = "2026-06-30 10:00:00"

    @classmethod
    def now(cls, tz=None):
        return datetime.fromisoformat(cls.moment).replace(tzinfo=ZoneInfo("UTC")).astimezone(tz)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30 21:59:59", "2026-06-30"),  # summer time: two hours ahead of UTC
        ("2026-06-30 22:00:00", "2026-07-01"),
        ("2026-12-31 22:59:59", "2026-12-31"),  # winter: one hour
        ("2026-12-31 23:00:00", "2027-01-01"),
        ("2028-02-28 23:00:00", "2028-02-29"),
    ],
)
def test_today_is_the_day_in_poland(monkeypatch, moment, day):
    monkeypatch.setattr(Noon, "moment", moment)
    monkeypatch.setattr(module, "datetime", Noon)

    assert today() == Settings().day() == date.fromisoformat(day)


def test_a_day_that_is_set_is_today_whatever_the_clock_says(monkeypatch):
    monkeypatch.setattr(module, "datetime", None)
    monkeypatch.setenv("SES_MAP_TODAY", "2019-04-17")

    assert Settings.from_environment().day() == date(2019, 4, 17)


def test_an_empty_day_is_none(monkeypatch):
    monkeypatch.setattr(module, "datetime", Noon)
    monkeypatch.setenv("SES_MAP_TODAY", "")

    assert Settings.from_environment().day() == date(2026, 6, 30)


def test_settings_written_as_variables_are_read_as_the_same_settings(monkeypatch):
    """What ``ses-map serve`` hands to the workers that it starts."""
    for settings in (Settings(), Settings(today=date(2019, 4, 17), port=1, hosts="a.example", store="/srv/ses map")):
        for name, text in settings.variables().items():
            monkeypatch.setenv(name, text)
        assert Settings.from_environment() == settings


def test_every_setting_is_in_the_table_for_operators():
    lines = (ROOT / "ses_map/serving/README.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1] for line in lines if line.startswith("| `SES_MAP_")]

    assert sorted(name for row in rows for name in row.split()) == sorted(f"`SES_MAP_{name}`" for name in VALUES)
