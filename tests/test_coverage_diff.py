"""What changed between two days."""

import pytest

from ses_map.coverage import Claims, diff_coverage
from tests.builders import claims, day
from tests.web_builders import assert_problem

pytest_plugins = ["tests.web_fixtures"]


def told(text, first, last, units=("0201",)):
    found = diff_coverage(Claims(claims(text)), units, day(first), day(last))
    return [(c.unit, c.kind, str(c.since)) for c in found]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("0201>a", []),
        ("0201>a@..2019-12-31 0201>a@2020-01-01..", []),
        ("0201>a@..2019-12-31 0201>b@2020-01-01..", [("0201", "moved", "2020-01-01")]),
        ("0201>a@2020-03-01..", [("0201", "gained", "2020-03-01")]),
        ("0201>a@..2020-02-29", [("0201", "lost", "2020-03-01")]),
        ("0201>a@2019-02-01..2019-03-31", [("0201", "reason", "2019-04-01")]),
        ("0201>a 0201>b@2020-05-05..", [("0201", "more", "2020-05-05")]),
        ("0201>a 0201>b@..2020-05-05", [("0201", "fewer", "2020-05-06")]),
        ("0201>a@..2020-05-05 0201>b 0201>c@2020-05-06..", [("0201", "moved", "2020-05-06")]),
        ("0201>a@..2019-12-31 0201>b@2020-01-01..2020-06-30 0201>c@2020-07-01..", [("0201", "moved", "2020-07-01")]),
    ],
)
def test_who_changed_hands_and_when(text, change):
    assert told(text, "2019-01-01", "2021-01-01") == change


def test_the_order_of_the_days_does_not_matter():
    text = "0201>a@..2019-12-31 0201>b@2020-01-01.."

    assert told(text, "2021-01-01", "2019-01-01") == told(text, "2019-01-01", "2021-01-01")


def test_units_come_in_the_order_of_their_codes():
    found = told("0202>a@2020-01-01.. 0201>a@2020-01-01..", "2019-01-01", "2021-01-01", ("0202", "0201"))

    assert [unit for unit, *_ in found] == ["0201", "0202"]


@pytest.mark.realdata
def test_gdansk_passed_from_dobra_robota_to_obszar_gdanski(client):
    body = client.get("/api/v1/coverage/diff?from=2019-04-17&to=2026-11-24&voivodeship=pomorskie").json
    rows = {r["teryt"]: r for r in body["data"]}

    assert rows["2261"]["before"] == ["owes-dobra-robota"]
    assert rows["2261"]["after"] == ["owes-obszar-gdanski"]
    assert (rows["2261"]["change"], rows["2261"]["since"]) == ("moved", "2024-06-01")
    assert rows["2214"]["change"] == "lost"
    assert (rows["2207"]["change"], rows["2207"]["since"]) == ("lost", "2023-07-01")
    assert "2201" not in rows, "the same centre serves it on both days"
    assert all(r["population"] for r in body["data"])


@pytest.mark.realdata
def test_the_same_day_changes_nothing(client):
    assert client.get("/api/v1/coverage/diff?from=2020-01-01&to=2020-01-01").json["data"] == []


@pytest.mark.realdata
@pytest.mark.parametrize(
    "query", ["from=2019-02-29", "to=tomorrow", "since=2019-01-01", "from=2019-01-01&format=geojson"]
)
def test_a_question_that_cannot_be_read_is_refused(client, query):
    assert_problem(client.get(f"/api/v1/coverage/diff?{query}"), 400)
