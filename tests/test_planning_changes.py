"""What changes add up to."""

from datetime import date

import pytest

from ses_map.coverage import diff_coverage
from ses_map.lookup import Lookup
from ses_map.planning import changes
from ses_map.planning.territory import Territory
from tests.builders import TODAY, country, day

GMINY = "020101 020102 020201 020202"
CLAIMS = "0201>a@..2019-12-31 0201>b@2020-01-01.. 0202>a@2021-06-01.. 020101>b@2020-01-01.."


def found(first="2019-06-01", last="2024-01-01"):
    lookup = Lookup(country(GMINY, CLAIMS))
    return diff_coverage(lookup.claims, lookup.units_on(day(last)), day(first), day(last)), Territory(lookup).people


def test_nobody_is_counted_twice():
    _, people = found()

    assert people == {"0201": 900, "020101": 100, "0202": 1000}


def test_units_and_people_by_kind():
    listed, people = found()

    assert changes.by_kind(listed, people) == [("gained", 1, 1000), ("moved", 2, 1000)]


def test_gains_and_losses_of_each_centre():
    listed, people = found()
    balance = {
        b.centre_id: (b.gained, b.gained_people, b.lost, b.lost_people) for b in changes.by_centre(listed, people)
    }

    assert balance == {
        "a": (["0202"], 1000, ["0201", "020101"], 1000),
        "b": (["0201", "020101"], 1000, [], 0),
    }


def test_days_of_change():
    lookup = Lookup(country(GMINY, CLAIMS))

    assert changes.days_of_change(lookup) == {
        date(2020, 1, 1): ("0201", "020101"),
        date(2021, 6, 1): ("0202",),
    }


@pytest.mark.realdata
def test_the_days_are_those_on_which_a_diff_finds_something(snapshot):
    lookup = Lookup(snapshot)
    days, units = changes.days_of_change(lookup), lookup.units_on(TODAY)
    before = lookup.claims.epochs[0]
    for epoch in lookup.claims.epochs[1:]:
        listed = diff_coverage(lookup.claims, units, before, epoch)
        assert tuple(c.unit for c in listed) == days.get(epoch, ())
        before = epoch
