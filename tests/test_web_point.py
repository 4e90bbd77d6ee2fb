"""The fast path for points answers with the bytes and headers of the Flask view; what it does not take, Flask answers.

A question is *plain* as ``lat=…&lon=…[&date=…]``. Asked with ``lon`` first it is not, and Flask gives the same answer.
"""

import itertools
import random

import pytest
from werkzeug.test import Client

from tests.builders import TODAY
from tests.web_builders import app_of, assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

DAYS = ["", "2019-04-17", "2026-11-24", "2023-09-30", "2023-10-01", "0001-01-01", "9999-12-31"]
#: Found, expired, no source, near borders, on the sea, abroad, on the edge of the box, far away.
PLACES = [
    ("54.1", "18.93"), ("54.35", "18.65"), ("54.425", "18.55"), ("53.97", "18.78"), ("51.25", "22.57"),
    ("53.21", "22.77"), ("54.9", "18.9"), ("52.52", "13.4"), ("48.5", "13.6"), ("55.4", "24.7"), ("0", "0"),
    ("-54.1", "-18.93"), ("90", "180"), ("-90", "-180"), ("54.10000000", "18.930000000000"), ("-0", "0.0"),
]  # fmt: skip
OPTIONAL = {"Date"}


@pytest.fixture
def slow(app):
    """A client of the application without the fast path in front of it."""
    return Client(lambda environ, start_response: type(app).wsgi_app(app, environ, start_response))


def ask(client, query, **headers):
    return client.get(f"/api/v1/lookup?{query}", headers=headers)


def seen(response):
    headers = sorted((n, v) for n, v in response.headers if n not in OPTIONAL)
    return response.status_code, headers, response.data


def plain(lat, lon, day=""):
    return f"lat={lat}&lon={lon}" + (f"&date={day}" if day else "")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_both_ways_give_the_same_bytes_and_headers(client, slow, lat, lon, day):
    query = plain(lat, lon, day)

    assert ask(client, query).status_code == 200
    assert seen(ask(client, query)) == seen(ask(slow, query))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_asked_the_other_way_round_the_answer_is_the_same(client, lat, lon, day):
    turned = f"lon={lon}&lat={lat}" + (f"&date={day}" if day else "")

    assert ask(client, plain(lat, lon, day)).data == ask(client, turned).data


def test_500_places_give_the_same_bytes_and_headers(client, slow):
    dice = random.Random(2026)
    for _ in range(500):
        lat, lon = dice.uniform(48.9, 55.0), dice.uniform(14.0, 24.3)
        query = plain(f"{lat:.6f}", f"{lon:.6f}", dice.choice(DAYS))
        assert seen(ask(client, query)) == seen(ask(slow, query))


def test_places_near_borders_are_among_them(client):
    near = [ask(client, f"lat={54.40 + n / 1000:.4f}&lon=18.55").json["near_border"] for n in range(40)]

    assert any(near)


def test_an_answer_of_a_gmina_is_not_given_to_its_points_near_a_border(client, slow):
    """Answers are written once per gmina and day, so a point inside is asked about before and after one at the edge."""
    kinds = {}
    for n in (*range(40), *reversed(range(40))):
        query = plain(f"{54.40 + n / 1000:.4f}", "18.55", "2026-11-24")
        answer = ask(client, query)
        assert seen(answer) == seen(ask(slow, query))
        kinds.setdefault(answer.json["area"]["gmina"]["teryt"], set()).add(bool(answer.json["near_border"]))

    assert {True, False} in kinds.values()


@pytest.mark.parametrize("encoding", ["br", "gzip", "br, gzip", "identity", ""])
@pytest.mark.parametrize(("lat", "lon"), [("54.1", "18.93"), ("53.21", "22.77"), ("0", "0")])
def test_whatever_the_reader_can_unpack(client, slow, lat, lon, encoding):
    accept = {"Accept-Encoding": encoding}

    assert seen(ask(client, plain(lat, lon), **accept)) == seen(ask(slow, plain(lat, lon), **accept))


PLAIN = ["lat=54.1&lon=18.93", "lat=54.1&lon=18.93&date=2019-04-17", "lat=-54.1&lon=-18.93"]
OTHER = [
    "lon=18.93&lat=54.1", "lat=54.1&lon=18.93&", "lat=+54.1&lon=18.93", "lat=54.1&lon=18.93&date=",
    "lat=%354.1&lon=18.93",
    "lat=54.1e0&lon=18.93", "lat=54.&lon=18.93", "lat=.5&lon=18.93", "lat=54.1&lon=18.93&x=1", "lat=abc&lon=18.93",
    "lat=54.1&lat=54.1&lon=18.93", "lat=nan&lon=18.93", "lat=18.93&lon=54.1", "lat=91&lon=18.93", "lat=999&lon=999",
    "lat=54.1&lon=18.93&date=2019-02-29", "lat=54.1&lon=18.93&date=0000-01-01", "lat=54.1&lon=18.93&date=2019-04-17x",
    "lat=54.1\n&lon=18.93", "lat=054.1&lon=0018.93", "", "teryt=2207", "lat=54.1&lon=18.93#x",
]  # fmt: skip


@pytest.mark.parametrize("query", OTHER)
def test_what_is_not_plain_is_answered_as_flask_does(client, slow, query):
    """Errors of every kind, and other spellings: byte for byte, header for header."""
    assert seen(ask(client, query)) == seen(ask(slow, query))


@pytest.mark.parametrize("query", PLAIN)
@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "DELETE"])
def test_other_methods_are_answered_as_flask_does(client, slow, query, method):
    path = f"/api/v1/lookup?{query}"

    assert seen(client.open(path, method=method)) == seen(slow.open(path, method=method))


@pytest.mark.parametrize("query", PLAIN)
def test_conditional_requests_are_answered_as_flask_does(client, slow, query):
    for tag in (ask(client, query).headers["ETag"], '"other"', "*"):
        headers = {"If-None-Match": tag}
        assert seen(ask(client, query, **headers)) == seen(ask(slow, query, **headers))


@pytest.mark.parametrize("query", PLAIN)
def test_the_plain_form_is_answered_before_flask(app, client, query, monkeypatch):
    monkeypatch.setattr(type(app), "full_dispatch_request", lambda self: 1 / 0)

    assert ask(client, query).status_code == 200


def test_errors_have_the_shape_of_all_errors(client):
    assert_problem(ask(client, "lat=18.93&lon=54.1"), 400, "zamienione")
    assert_problem(ask(client, "lat=54.1&lon=181"), 400, "poza zakresem")
    assert_problem(ask(client, "lat=54.1&lon=18.93&date=2019-02-29"), 400, "nie jest dniem kalendarza")


def test_before_anything_is_published_it_is_not_ready():
    response = app_of().test_client().get("/api/v1/lookup?lat=54.1&lon=18.93")

    assert_problem(response, 503)
    assert response.headers["Retry-After"] == "5"


def test_one_answer_after_another_is_its_own(client):
    """The answer of one question must not leak into another's body."""
    asked = itertools.product(PLACES[:5], DAYS[1:4])
    bodies = [client.get(f"/api/v1/lookup?lat={a}&lon={o}&date={d}").json for (a, o), d in asked]

    assert [b["date"] for b in bodies] == list(DAYS[1:4]) * 5
    assert client.get("/api/v1/lookup?lat=54.1&lon=18.93").json["date"] == TODAY.isoformat()
