"""The log: JSON lines, and nothing in them of who asked or for what."""

import json
import logging
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

import pytest
from flask import Flask

from ses_map.store.files import FileStore
from ses_map.web.http.log import LEVELS, Lines, configuration
from tests.builders import ROOT, country, spot
from tests.serving import environment, serving
from tests.web_builders import drawn

A = drawn(country("020101 020201", "0201>a"))
LAT, LON = (f"{v:.4f}" for v in spot(0.5))
NAME = "Grzegorz Brzęczyszczykiewicz"
#: What the log must not hold, in whatever spelling.
PERSONAL = [LAT, LON, "Brzęczy", urllib.parse.quote("Brzęczy"), "Brz\\u0119czy", "82-555", "203.0.113", "Mozilla",
            "evil.example", "127.0.0.1", "tajne"]  # fmt: skip
HEADERS = {"User-Agent": "Mozilla/5.0", "Referer": "https://evil.example/tajne", "X-Forwarded-For": "203.0.113.9",
           "Cookie": "tajne=1", "X-Request-ID": "for-the-test"}  # fmt: skip


def ask(address, path, data=None):
    request = urllib.request.Request(f"{address}{path}", data=data, headers=HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def asked():
    name = urllib.parse.quote(NAME)
    yield f"/api/v1/lookup?lat={LAT}&lon={LON}", None
    yield f"/api/v1/lookup?lon={LON}&lat={LAT}", None
    yield f"/api/v1/lookup?lat={LAT}x&lon={LON}", None
    yield f"/szukaj?q={name}", None
    yield f"/szukaj?q={LAT},{LON}", None
    yield f"/api/v1/suggest?q={name}", None
    yield f"/kod/82-555?date={name}", None
    yield f"/miejsce/{name}", None
    yield f"/{name}", None
    yield f"/planowanie/podmiot/{name}", None
    yield "/punkt", urllib.parse.urlencode({"lat": LAT, "lon": LON}).encode()
    yield "/api/v1/lookup/batch", json.dumps([{"q": NAME}]).encode()


@pytest.mark.parametrize("level", ["requests", "events"])
def test_the_log_tells_nothing_about_who_asked(tmp_path, level):
    store = FileStore(tmp_path / "store")
    store.publish(A)
    with serving(tmp_path / "log", store=store.root, workers=1, log=level, bare=True) as (_, address):
        statuses = [ask(address, path, data) for path, data in asked()]
    text = (tmp_path / "log").read_text().replace(f"Listening at: {address}", "")
    lines = [json.loads(line) for line in text.splitlines()]
    told = [line for line in lines if line["message"] == "request" and line["request"] == "for-the-test"]

    assert [p for p in PERSONAL if p in text] == []
    # a line is written after its answer is sent, maybe after the next one's
    wanted = [s for s in statuses if s >= 500 or level == "requests"]
    assert sorted(line["status"] for line in told) == sorted(wanted)


def test_errors_alone_are_errors_and_warnings():
    assert [configuration(level)["root"]["level"] for level in LEVELS] == ["WARNING", "INFO", "INFO"]


BREAKS = """
import os
from ses_map.web import wsgi
@wsgi.app.get("/break/<word>")
def broken(word):
    from flask import request
    raise RuntimeError(f"{word} cannot be joined to {request.args['q']}")
response = wsgi.app.test_client().get("/break/Kowalska?q=54.1234", buffered=True)
assert response.status_code == 500 and "RuntimeError" not in response.text, response.text
"""


def test_an_unexpected_error_is_told_with_its_place_and_without_what_was_typed(tmp_path):
    store = FileStore(tmp_path / "store")
    store.publish(A)
    done = subprocess.run(
        [sys.executable, "-c", BREAKS], cwd=ROOT, env=environment(store=store.root), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    found = next(line for line in lines if line.get("error"))

    assert found["error"] == "RuntimeError: … cannot be joined to …"
    assert found["trace"][-1].endswith("broken") and found["level"] == "error"
    assert "Kowalska" not in done.stderr and "54.1234" not in done.stderr
    assert {line["request"] for line in lines if "request" in line} == {found["request"]}


@pytest.mark.parametrize("message", ["Ż\u2028\n\"'\\ %s %", "", "\x00\x1b[31m", "a" * 10_000])
def test_a_line_is_one_line_of_json(message):
    record = logging.LogRecord("x", logging.INFO, "", 1, message, (), None)
    line = Lines().format(record)

    assert "\n" not in line and json.loads(line)["message"] == message


def test_values_are_cut_out_whole():
    app = Flask(__name__)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s, then %s, then %s", ("54.1", "54.12", "a"), None)
    with app.test_request_context("/?lat=54.1&lon=54.12&x=a"):
        assert json.loads(Lines().format(record))["message"] == "…, then …, then a"
