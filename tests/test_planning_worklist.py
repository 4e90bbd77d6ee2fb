"""The work-list: what is to be confirmed, since when, and whom to ask."""

from dataclasses import replace

import pytest
from hypothesis import given

from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.model import Contact, ContactKind, Coordinator, Provenance, Standing
from ses_map.planning.recipients import (
    Role,
    count_standings,
    find_recipient,
    find_recipients,
    recipient_table,
    work_table,
)
from ses_map.planning.worklist import find_work, people
from tests.builders import centre, country, day, office, registry
from tests.recount import recount
from tests.test_coverage import days, texts

GMINY = "020101 020201 040101"
ON = day("2026-11-30")
OVER = {"valid_to": "2020-12-31"}


def world(text, gminy=GMINY, **changes):
    made = registry(gminy.split(), text)
    return Lookup(country(gminy, registry=replace(made, **changes)))


def told(text, on="2026-11-30", gminy=GMINY):
    """``0201 a unconfirmed 2020-01-01``: unit, centre, standing, since."""
    items = find_work(world(text, gminy), day(on))
    return [f"{i.unit} {i.centre.id if i.centre else '-'} {i.standing} {i.since or '-'}" for i in items]


@pytest.mark.parametrize(
    ("text", "on", "items"),
    [
        ("0201>a~2026", "2026-11-30", []),
        ("0201>a~2019-04-17", "2022-04-17", []),
        ("0201>a~2019-04-17", "2022-04-18", ["0201 a unconfirmed 2022-04-18"]),
        ("0201>a~2019-04-17", "2026-11-30", ["0201 a unconfirmed 2022-04-18"]),
        ("0201>a~2019-04-17 0201>a~2021-04-17", "2026-11-30", ["0201 a unconfirmed 2024-04-18"]),
        ("0201>a", "2026-11-30", ["0201 a unconfirmed -"]),
        ("0201>a@2020-01-01..", "2026-11-30", ["0201 a unconfirmed 2020-01-01"]),
        ("0201>a@..2023-12-31", "2026-11-30", ["0201 a ended 2024-01-01"]),
        ("0201>a@..2023-12-31 0201>b@..2022-12-31", "2026-11-30", ["0201 a ended 2024-01-01"]),
        ("0201>a@..2023-06-30 0201>b@..2023-06-30", "2026-11-30", [f"0201 {c} ended 2023-07-01" for c in "ab"]),
        ("0201>a@..2023-12-31 0201>b~2026", "2026-11-30", []),
        ("0201>a~2010 0201>b~2026", "2026-11-30", ["0201 a unconfirmed 2013-01-02"]),
        ("", "2026-11-30", ["0201 - none -"]),
        ("0201>a@2027-01-01..", "2026-11-30", ["0201 - none -"]),
        ("!0201>a@2025-01-01..", "2026-11-30", ["0201 - none -"]),
        ("0201>a~2024 !0201>a@2026-10-01..~2026-10-02", "2026-11-30", ["0201 a ended 2026-10-01"]),
        ("0201>a~2026 020101>b", "2026-11-30", ["020101 b unconfirmed -"]),
    ],
)  # fmt: skip
def test_what_is_to_be_confirmed_and_since_when(text, on, items):
    assert told(text, on, "020101") == items


@given(texts, days)
def test_every_unit_that_is_not_confirmed_is_on_the_list_and_no_other_standing(text, on):
    lookup = world(text, "020101 020102 020201")
    items = find_work(lookup, on)
    listed = {i.unit: max(list(Standing).index(j.standing) for j in items if j.unit == i.unit) for i in items}
    rows = {row.teryt: row for row in coverage_rows(lookup, on)}

    assert {u for u, row in rows.items() if row.standing is not Standing.CONFIRMED} <= set(listed)
    assert all(i.standing is not Standing.CONFIRMED and (i.since is None or i.since <= on) for i in items)
    for item in items:
        alone = rows[item.unit].standing
        assert item.standing is alone or alone is Standing.CONFIRMED or rows[item.unit].coverage.is_overlap


@pytest.mark.realdata
@pytest.mark.parametrize("region", ["", "06", "14"])
def test_the_real_list_agrees_with_the_four_counts(finder, region):
    items = [i for i in find_work(finder, ON, region) if len(i.unit) == 4]
    units = {i.unit: i.part.row.standing for i in items}
    counted = recount(ON, region)
    confirmed = [r for r in coverage_rows(finder, ON, region) if not r.is_gmina and r.standing is Standing.CONFIRMED]

    assert {s.value: list(units.values()).count(s) for s in list(Standing)[1:]} == {
        name: counted[name] for name in ("unconfirmed", "ended", "none")
    }
    assert standing_counts(confirmed)["confirmed"] == counted["confirmed"]


def test_people_of_an_area_that_two_centres_claim_count_once():
    items = find_work(world("0201>a 0201>b"), ON, "02")

    assert [i.key for i in items] == [("0201", "a"), ("0201", "b"), ("0202", "")]
    assert people(items) == 2000


def test_the_coordinator_is_asked_about_all_of_its_voivodeship_and_a_centre_about_its_own():
    lookup = world("0201>a 0202>b@..2020-12-31 0401>c~2026")
    found = find_recipients(lookup, find_work(lookup, ON), ON)

    assert [(r.role, r.key, [i.unit for i in r.items]) for r in found] == [
        (Role.COORDINATOR, "slug-02", ["0201", "0202"]),
        (Role.CENTRE, "a", ["0201"]),
        (Role.CENTRE, "b", ["0202"]),
    ]


@pytest.mark.parametrize(
    ("life", "asked"),
    [
        ({"valid_to": "2030-12-31"}, {"a": ["0201"]}),
        (OVER, {}),
        (OVER | {"successor": "b"}, {"b": ["0201"]}),
        (OVER | {"successor": "b", "b": OVER | {"successor": "c"}}, {"c": ["0201"]}),
        (OVER | {"successor": "b", "b": OVER | {"successor": "a"}}, {}),
        (OVER | {"successor": "x"}, {}),
    ],
)
def test_who_took_over_is_asked_for_a_centre_that_is_no_more(life, asked):
    def of(key, about):
        return centre(key, **{k: day(v) if k == "valid_to" else v for k, v in about.items() if k != "b"})

    centres = (of("a", life), of("b", life.get("b", {})), of("c", {}))
    lookup = world("0201>a@..2020-12-31 0202>d", centres=(*centres, centre("d")))
    found = find_recipients(lookup, find_work(lookup, ON), ON)

    assert {r.key: [i.unit for i in r.items] for r in found if r.role is Role.CENTRE and r.key != "d"} == asked


def test_a_recipient_is_reached_by_every_way_that_is_known():
    seen = Provenance("", "wykaz", "2026")
    told = {ContactKind.PHONE: "71 300 10 20", ContactKind.EMAIL: "rops@example.pl", ContactKind.ADDRESS: "ul. Długa 1"}
    ways = tuple(Contact("02", kind, value, seen) for kind, value in told.items())
    known = centre("a", website="https://a.example", offices=(office("a", "Lubin", street="Rynek 1", phone="76 1"),))
    lookup = world("0201>a", centres=(known,), coordinators=(Coordinator("02", "ROPS", "Wrocław", ways),))

    assert find_recipient(lookup, Role.COORDINATOR, "slug-02", ON).ways == tuple(told.values())
    assert find_recipient(lookup, Role.CENTRE, "a", ON).ways == ("76 1", "https://a.example", "Rynek 1, Lubin")


@pytest.mark.parametrize(
    ("role", "key"),
    [
        (Role.COORDINATOR, "a"),
        (Role.COORDINATOR, "02"),
        (Role.CENTRE, "slug-02"),
        (Role.CENTRE, "b"),
        (Role.CENTRE, ""),
    ],
)
def test_nobody_else_is_a_recipient(role, key):
    assert find_recipient(world("0201>a"), role, key, ON) is None


def test_whom_all_is_confirmed_of_can_still_be_asked():
    found = find_recipient(world("0201>a~2026 0202>a~2026 0401>a~2026"), Role.CENTRE, "a", ON)

    assert (found.items, found.slug) == ((), "osrodek-a")


def test_the_table_says_whom_to_ask():
    lookup = world(
        "0201>a~2019 0401>c@..2020-12-31",
        centres=(centre("a"), centre("c", voivodeship="04", valid_to=day("2020-12-31"))),
    )
    items = find_work(lookup, ON)
    recipients = find_recipients(lookup, items, ON)
    rows = {row["teryt"]: row for row in work_table(items, recipients).rows}

    assert [(r["standing"], r["since"], r["centre"], r["ask"]) for r in rows.values()] == [
        ("niepotwierdzone", "2022-01-02", "OWES a", "OWES a"),
        ("brak wskazania", "", "", "ROPS 02"),
        ("zakończone", "2021-01-01", "OWES c", "ROPS 04"),
    ]
    assert rows["0201"]["source_url"] == "https://example.pl/2" and rows["0201"]["source_date"] == "2019"
    assert count_standings(items) == [("niepotwierdzone", 1), ("zakończone", 1), ("brak wskazania", 1)]
    assert [(r["name"], r["unconfirmed"], r["ended"], r["none"]) for r in recipient_table(recipients).rows] == [
        ("ROPS 02", 1, 0, 1), ("OWES a", 1, 0, 0), ("ROPS 04", 0, 1, 0),
    ]  # fmt: skip
