"""What changes add up to."""

from dataclasses import replace
from datetime import date

import pytest

from ses_map.coverage import diff_coverage
from ses_map.lookup import Lookup
from ses_map.maps.choropleth import LETTERS
from ses_map.planning import changes
from ses_map.planning.territory import Territory
from tests.builders import TODAY, country, day, registry

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


@pytest.mark.parametrize(
    ("claims", "heir", "name", "before", "after"),
    [
        ("0201>a 0201>b@..2022-12-31", "", "z dwóch ośrodków na jeden", "OWES a; OWES b", "OWES a"),
        ("0201>a 0201>b@2023-01-01..", "", "z jednego ośrodka na dwa", "OWES a", "OWES a; OWES b"),
        ("0201>a 0201>b@..2022-12-31", "a", "z dwóch ośrodków na jeden, został następca", "OWES a; OWES b", "OWES a"),
        (
            "0201>a 0201>b 0201>c@..2022-12-31 0201>d@..2022-12-31 0201>e@..2022-12-31",
            "",
            "z 5 ośrodków na dwa",
            "OWES a; OWES b; OWES c; OWES d; OWES e",
            "OWES a; OWES b",
        ),
        ("0201>b@..2022-12-31 0201>a@2023-01-01..", "", "przeszedł do innego OWES", "OWES b", "OWES a"),
        ("0201>b@..2022-12-31 0201>a@2023-01-01..", "a", "przejął następca", "OWES b", "OWES a"),
        (
            "0201>b@..2020-12-31 0201>a@2023-01-01..",
            "a",
            "przejął następca",
            "brak potwierdzonego wskazania (ostatnio: OWES b, do 2020-12-31; następca: OWES a)",
            "OWES a",
        ),
        (
            "0201>b@..2022-12-31 0202>a",
            "",
            "stracił wskazanie OWES",
            "OWES b",
            "brak potwierdzonego wskazania (zakończone 2022-12-31)",
        ),
        (
            "0201>b@..2022-12-31 0202>a",
            "a",
            "stracił wskazanie OWES",
            "OWES b",
            "brak potwierdzonego wskazania (zakończone 2022-12-31; następca: OWES a)",
        ),
        ("0201>b@..2022-12-31 !0201>b@2023-01-01..", "", "stracił wskazanie OWES", "OWES b", "nikt (luka)"),
        ("0201>a@2023-01-01..", "", "zyskał wskazanie OWES", "brak potwierdzonego wskazania (nie ma źródła)", "OWES a"),
    ],
)
def test_a_change_names_everybody_before_and_after(claims, heir, name, before, after):
    data = registry(GMINY.split(), claims)
    centres = tuple(replace(c, successor=heir if c.id == "b" else "") for c in data.centres)
    lookup = Lookup(country(GMINY, registry=replace(data, centres=centres)))
    listed = diff_coverage(lookup.claims, ["0201"], day("2022-06-01"), day("2024-01-01"))
    (row,) = changes.change_table(lookup, listed, {"0201": 1000}).rows

    assert (row["change"], row["before"], row["after"], row["population"]) == (name, before, after, 1000)


def test_every_kind_has_a_name_and_a_letter():
    assert list(changes.NAMES) == list(changes.KINDS) == list(LETTERS)
    assert len(set(changes.NAMES.values())) == len(set(LETTERS.values())) == len(LETTERS)


@pytest.mark.realdata
def test_the_days_are_those_on_which_a_diff_finds_something(snapshot):
    lookup = Lookup(snapshot)
    days, units = changes.days_of_change(lookup), lookup.units_on(TODAY)
    before = lookup.claims.epochs[0]
    for epoch in lookup.claims.epochs[1:]:
        listed = diff_coverage(lookup.claims, units, before, epoch)
        assert tuple(c.unit for c in listed) == days.get(epoch, ())
        before = epoch
