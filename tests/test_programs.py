"""Tests that need a browser, a database or a proxy are known by their fixtures: ``make test`` leaves them out."""

import re
import tomllib

import pytest

from tests.builders import ROOT
from tests.programs import MARKS

pytest_plugins = ["pytester"]

FIXTURES = """
import pytest
from tests import programs

def pytest_collection_modifyitems(items):
    programs.mark(items)

@pytest.fixture(scope="session")
def {fixture}():
    return "started"

@pytest.fixture
def server({fixture}):
    return {fixture}
"""
TESTS = """
def test_that_needs_nothing(): pass
def test_that_drives_it({fixture}): assert {fixture}
def test_that_needs_what_drives_it(server): assert server
"""


@pytest.fixture(params=sorted(MARKS))
def fixture(request, pytester):
    pytester.makeini("[pytest]\nmarkers = " + "\n ".join(MARKS.values()))
    pytester.makeconftest(FIXTURES.format(fixture=request.param))
    pytester.makepyfile(TESTS.format(fixture=request.param))
    return request.param


@pytest.mark.parametrize(("asked", "passed"), [("{}", 2), ("not {}", 1)])
def test_whoever_comes_through_the_fixture_bears_the_mark(pytester, fixture, asked, passed):
    done = pytester.inline_run("-m", asked.format(MARKS[fixture]), "-p", "no:randomly", "-p", "no:cacheprovider")

    done.assertoutcome(passed=passed)


def test_every_mark_is_declared_and_left_out_by_make_test():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    choice = re.search(r"^PROGRAMS := (.+)$", (ROOT / "Makefile").read_text(), re.M)

    assert set(MARKS.values()) <= {line.split(":")[0] for line in declared}
    assert choice and set(choice[1].split(" or ")) == set(MARKS.values())
