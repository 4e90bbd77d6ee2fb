"""``POST /api/v1/lookup/batch``: every row is answered in its place, whatever the others are."""

import csv
import io
import json
import random

import jsonschema
import pytest

from ses_map.settings import Settings
from ses_map.web import create_app
from ses_map.web.publish.api import batch
from tests.builders import TODAY
from tests.web_builders import assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PATH = "/api/v1/lookup/batch"
ROWS = [
    {"id": "point", "lat": 54.33, "lon": 18.2},
    {"id": 7, "lat": 54.425, "lon": 18.55},
    {"teryt": "2205"},
    {"teryt": "2002"},
    {"teryt": "200212"},
    {"teryt": "22"},
    {"id": "old", "teryt": "2214"},
    {"postcode": "82-500"},
    {"q": "Kwidzyn"},
    {"q": "54.33, 18.2"},
    {"lat": "54.33", "lon": " 18.2 ", "teryt": None, "q": ""},
    {"lat": 52.52, "lon": 13.4},
    {"lat": 0.0, "lon": 0.0},
]
BAD = [
    ({"teryt": "2299"}, 404, "Nie ma jednostki o kodzie TERYT 2299"),
    ({"teryt": "x"}, 400, "nie jest kodem TERYT"),
    ({"teryt": 2207}, 400, "tekstem w cudzysłowie"),
    ({"postcode": "00-000"}, 404, "Nie znamy kodu pocztowego"),
    ({"q": "qqqqqq"}, 404, "Nie znamy miejsca"),
    ({"q": "   "}, 400, "pusty"),
    ({"lat": 18.2, "lon": 54.33}, 400, "zamienione"),
    ({"id": 1, "lat": 18.2, "lon": 54.33}, 400, "zamienione"),
    ({"lat": 91, "lon": 200}, 400, "poza zakresem"),
    ({"lat": "54,33", "lon": "18,2"}, 400, "kropką"),
    ({"lat": "nan", "lon": 1}, 400, "liczbami"),
    ({"lat": True, "lon": 1}, 400, "nie jest liczbą"),
    ({"lat": [1], "lon": {}}, 400, "nie jest liczbą"),
    ({"lat": 54.33}, 400, "albo lat i lon"),
    ({}, 400, "albo lat i lon"),
    ({"lat": 54.33, "lon": 18.2, "q": "x"}, 400, "albo lat i lon"),
    ({"name": "Gdańsk"}, 400, "albo lat i lon"),
    ("54.33,18.2", 400, "obiektem"),
    (None, 400, "obiektem"),
    ([], 400, "obiektem"),
    ({"id": True, "q": "x"}, 400, "Pole id"),
    ({"id": "x" * 201, "q": "x"}, 400, "Pole id"),
]


@pytest.fixture
def send(client):
    def ask(rows, query="", **further):
        response = client.post(f"{PATH}{query}", **({"json": rows} | further))
        assert response.status_code == 200, response.data
        return response

    return ask


def alone(client, row, day="2026-11-24"):
    asked = {k: v for k, v in row.items() if k != "id" and v not in (None, "")}
    response = client.get("/api/v1/lookup", query_string={**asked, "date": day})
    return response.json if response.status_code == 200 else None


@pytest.mark.parametrize("day", ["2026-11-24", "2019-04-17"])
def test_each_row_says_what_the_lookup_says(client, send, day):
    rows = send({"items": ROWS}, f"?date={day}").json["data"]

    assert [r["index"] for r in rows] == list(range(len(ROWS)))
    for row, asked in zip(rows, ROWS, strict=True):
        whole = alone(client, asked, day)
        area = whole["area"] or {"teryt": None, "gmina": None}
        assert (row["id"], row["problem"]) == (asked.get("id"), None)
        assert all(row[k] == whole[k] for k in ("outcome", "reason", "overlap")), asked
        assert (row["unit"] or {}).get("teryt") == area["teryt"] and row["gmina"] == area["gmina"]
        for name in ("centres", "last_known"):
            assert row[name] == [{"id": c["id"], "name": c["name"]} for c in whole[name]]
        assert [n["distance_m"] for n in row["near_border"]] == [n["distance_m"] for n in whole["near_border"]]
        assert row["candidates"] == [c["teryt"] for c in whole["candidates"]]
        assert row["exceptions"] == [e["area"]["teryt"] for e in whole["exceptions"]]
    assert any(r["near_border"] for r in rows) or day != "2026-11-24"


def test_a_thousand_points_say_what_each_says(client, send):
    dice = random.Random(7)
    asked = [{"lat": round(dice.uniform(49, 54.9), 5), "lon": round(dice.uniform(14.1, 24.2), 5)} for _ in range(1500)]
    rows = send(asked).json["data"]

    for n in range(0, 1500, 11):
        whole = alone(client, asked[n])
        assert (rows[n]["index"], rows[n]["outcome"], rows[n]["reason"]) == (n, whole["outcome"], whole["reason"])
        assert [c["id"] for c in rows[n]["centres"]] == [c["id"] for c in whole["centres"]]


@pytest.mark.parametrize(("row", "status", "sentence"), BAD, ids=str)
def test_a_bad_row_is_a_problem_of_its_own_and_spoils_no_other(send, row, status, sentence):
    before, bad, after = send([ROWS[0], row, ROWS[2]]).json["data"]

    assert (bad["index"], bad["outcome"], bad["centres"], bad["unit"]) == (1, "invalid", [], None)
    assert bad["problem"]["status"] == status and sentence in bad["problem"]["detail"]
    assert list(bad["problem"]) == ["type", "title", "status", "detail"]
    assert before.keys() == bad.keys() == after.keys()
    assert (before["outcome"], after["outcome"]) == ("found", "found")


def test_rows_are_as_described(client, send):
    document = client.get("/openapi.json").json
    schemas = document["paths"][PATH]["post"]["responses"]["200"]["content"]
    body = send([*ROWS, *(row for row, _, _ in BAD)]).json

    jsonschema.validate(body, {**schemas["application/json"]["schema"], "components": document["components"]})
    for row in body["data"]:
        assert row.keys() == document["components"]["schemas"]["BatchRow"]["properties"].keys()
    example = document["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert [r["outcome"] for r in send(example).json["data"]] == ["found", "uncovered", "found", "invalid"]


@pytest.mark.parametrize("rows", [ROWS, []])
def test_the_forms_say_the_same(send, rows):
    whole = send(rows).json
    lines = send(rows, "?format=ndjson")
    table = list(csv.DictReader(io.StringIO(send(rows, "?format=csv").get_data(as_text=True), newline="")))

    assert lines.mimetype == "application/x-ndjson"
    assert [json.loads(line) for line in lines.data.splitlines()] == whole["data"]
    assert [(r["index"], r["outcome"]) for r in table] == [(str(r["index"]), r["outcome"]) for r in whole["data"]]
    assert whole["meta"]["count"] == len(rows) and whole["meta"]["licences"] and whole["meta"]["attribution"]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_csv_is_answered_by_csv(send, mark, start):
    lines = ["id,lat,lon,teryt,q", "a,54.33,18.2,,", "b,,,2214,", "=1+1,,,,Kartuzy", "c,x,1,,"]
    data = (start + "\r\n".join(lines)).replace(",", mark).encode()
    response = send(None, json=None, data=data, content_type="text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [r["id"] for r in rows] == ["a", "b", "'=1+1", "c"]
    assert [r["outcome"] for r in rows] == ["found", "uncovered", "found", "invalid"]
    assert rows[1]["last_known"] == "owes-dobra-robota" and "nie jest liczbą" in rows[3]["problem"]


def test_a_short_line_is_a_problem_of_its_own(send):
    data = b"lat,lon\n54.33\n54.33,18.2\n"
    rows = send(None, "?format=json", json=None, data=data, content_type="text/csv").json["data"]

    assert [r["outcome"] for r in rows] == ["invalid", "found"]


@pytest.mark.parametrize(
    ("data", "kind", "status", "sentence"),
    [
        (b"{", "application/json", 400, "poprawnym JSON"), (b"", "application/json", 400, "JSON"),
        (b"1", "application/json", 400, "tablicą"), (b'{"rows": []}', "application/json", 400, "tablicą"),
        (b"\xff\xfe", "application/json", 400, "JSON"), (b"[" * 9999, "application/json", 400, "JSON"),
        (b"", "text/csv", 400, "nazywać kolumny"), (b"x,y\n1,2", "text/csv", 400, "nazywać kolumny"),
        (b"lat,lat\n1,2", "text/csv", 400, "każdą raz"), (b"lat,lon\n\xff", "text/csv", 400, "UTF-8"),
        (b'lat\n"x', "text/csv", 400, "cudzysłowy"), (b"lat=1", "application/x-www-form-urlencoded", 415, "text/csv"),
        (b"{}", "text/plain", 415, "application/json"),
        (b"[" + b"{}," * 10_000 + b"{}]", "application/json", 400, "10000"),
        (b" " * (2 * 2**20 + 1), "application/json", 413, "za długa"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_whole(client, data, kind, status, sentence):
    assert_problem(client.post(PATH, data=data, content_type=kind), status, sentence)


@pytest.mark.parametrize("query", ["date=2019-02-29", "format=xml", "lat=1", "date=2019-04-17&date=2019-04-17"])
def test_what_the_address_cannot_hold_is_refused(client, query):
    assert_problem(client.post(f"{PATH}?{query}", json=[]), 400)


def test_it_answers_only_what_is_posted(client):
    response = client.get(PATH)

    assert_problem(response, 405, "tylko na POST")
    assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_ten_thousand_rows_come_as_a_stream_that_nobody_keeps(client):
    response = client.post(PATH, json=[{"lat": 54.33, "lon": 18.2}] * 10_000, buffered=False)

    assert response.is_streamed and "Content-Length" not in response.headers
    assert response.headers["Cache-Control"] == "no-store" and "ETag" not in response.headers
    assert len(response.json["data"]) == 10_000


def test_another_address_still_takes_little(client):
    assert (
        client.post("/punkt", data=b"x" * 200_000, content_type="application/x-www-form-urlencoded").status_code == 413
    )


def test_rows_that_the_time_does_not_reach_are_answered_in_their_order(client, monkeypatch):
    monkeypatch.setattr(batch, "TIME_S", -1.0)
    monkeypatch.setattr(batch, "_AT_ONCE", 1)
    rows = [{"id": n, "teryt": "2214"} for n in range(3)]
    response = client.post("/api/v1/lookup/batch", json=rows)

    data = response.json["data"]
    assert response.status_code == 200 and [row["id"] for row in data] == [0, 1, 2]
    assert [row["problem"]["status"] for row in data] == [503, 503, 503]
    assert {row["outcome"] for row in data} == {"invalid"}


def test_a_batch_is_worth_as_many_requests_as_it_has_rows_for(app):
    """A thousand rows are charged as twenty more requests: an allowance of thirty holds one such batch."""
    settings = Settings(rate=30)
    store = app.extensions["ses_map"].store
    client = create_app(settings, store, lambda: TODAY).test_client()
    rows = [{"teryt": "2214"}] * 1000

    assert client.post("/api/v1/lookup/batch", json=rows).status_code == 200
    refused = client.post("/api/v1/lookup/batch", json=rows)
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
