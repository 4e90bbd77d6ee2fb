"""``ses-map audit``: everything that is known to be wrong, counted and listed."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.builders import TODAY
from tests.recount import recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def audit(real_store):
    def run(*arguments):
        done = CliRunner().invoke(main, ["--store", str(real_store), "audit", *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


@pytest.fixture(scope="module")
def facts(audit):
    return json.loads(audit("--date", "2026-11-24", "--format", "json"))


def test_powiats_are_counted_by_who_serves_them(facts):
    assert facts["powiaty"] == recount(TODAY)
    assert sum(facts["powiaty"].values()) == 380


def test_the_counts_are_those_of_the_list(facts):
    assert facts["problems"] == dict(Counter(p["code"] for p in facts["list"]))
    powiaty = Counter(p["code"] for p in facts["list"] if len(p["subject"]) == 4)
    found = recount(TODAY)
    assert (powiaty["expired"], powiaty["unconfirmed"]) == (found["ended"], found["unconfirmed"])
    assert powiaty["no-source"] + powiaty["gap"] == found["none"]
    assert facts["problems"]["overlap"] == facts["findings"]["overlap"]["findings"] == 2


def test_the_layer_has_no_hole_and_no_clash(facts):
    assert not {"hole", "clash"} & set(facts["problems"])


def test_points_are_counted(facts):
    points = facts["points"]

    assert points["checked"] == 43969
    assert points["share"] == round(points["inside"] / points["checked"], 5) > 0.997


def test_every_problem_says_what_where_and_how_bad(facts):
    for problem in facts["list"]:
        assert problem["code"] and problem["subject"] and problem["detail"].endswith(".")
        assert problem["severity"] == "warning"


def test_the_day_changes_what_is_found(audit, facts):
    then = json.loads(audit("--date", "2019-04-17", "--format", "json"))

    assert (then["date"], then["snapshot"]) == ("2019-04-17", facts["snapshot"])
    assert then["powiaty"] != facts["powiaty"]
    assert sum(then["powiaty"].values()) == 380


def test_people_get_one_line_per_problem(audit, facts, published):
    head, *lines = audit("--date", "2026-11-24").splitlines()
    problems = [line for line in lines if line.startswith("warning ")]

    assert head == f"Migawka {published.id}, stan na 2026-11-24"
    assert {f"powiaty {state}: {count}" for state, count in recount(TODAY).items()} <= set(lines)
    assert len(problems) == len(facts["list"])


def test_the_list_is_that_of_the_page_and_the_file(facts, client):
    """The API leaves out only what is measured anew on every audit: there is none of it."""
    listed = client.get("/api/v1/problems").json

    assert listed["data"] == facts["list"]
    assert listed["meta"]["count"] == len(facts["list"])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (["--date", "2026-11-24"], 1),
        (["--date", "2026-11-24", "--voivodeship", "pomorskie"], 1),
        (["--date", "2019-04-17", "--voivodeship", "pomorskie"], 0),
        (["--date", "2019-04-17", "--voivodeship", "x"], 2),
    ],
)
def test_strict_is_one_unless_one_centre_is_confirmed_everywhere(real_store, asked, status):
    assert CliRunner().invoke(main, ["--store", str(real_store), "audit", "--strict", *asked]).exit_code == status
