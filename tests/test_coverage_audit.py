"""The audit of assignments counts claims per code: gaps, overlaps, unknowns, contradictions, periods that overlap."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ses_map.coverage import Claims, audit_assignments, audit_periods
from ses_map.model import Effect, Severity
from ses_map.registry import read_registry
from tests.builders import GEODATA, claims, day, read_rows
from tests.test_coverage import days, last_day, texts


def audited(text: str, powiaty: str = "0201", on: str = "2024-01-01") -> list[str]:
    found = audit_assignments(Claims(claims(text)), powiaty.split(), day(on))
    return [f"{p.code} {p.subject}" for p in found]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("0201>a~2023", []),
        ("", ["no-source 0201"]),
        ("!0201>a~2023", ["gap 0201"]),
        ("0201>a@..2019-12-31", ["expired 0201"]),
        ("0201>a~2023 0201>b~2023", ["overlap 0201"]),
        ("0201>a~2023 0201>a~2023", []),
        ("0201>a~2023 !0201>a~2023", ["contradiction 0201"]),
        ("0201>a~2023 !0201>a@..2019-12-31", []),
        ("0201>a~2023 !0201>a@2023-06-01..~2023-07", ["expired 0201"]),
        ("0201>a~2023 !0201>a@2024-06-01..~2023-07", []),
        ("0201>a~2023-08 !0201>a@2023-06-01..~2023-07", ["contradiction 0201"]),
        ("0201>a~2023 020101>b~2023", ["overlap 020101"]),
        ("0201>a~2023 !020101>a~2023", ["gap 020101"]),
        ("0201>a~2023 !020101>a~2023 020101>a~2023", ["contradiction 020101"]),
        ("0201>a~2023 020101>a~2023", []),
        ("0201>a~2023 0201>b~2023 !0201>b~2023", ["contradiction 0201", "overlap 0201"]),
        ("0201>a~2023 0202>b~2023", []),
        ("0201>a", ["unconfirmed 0201"]),
        ("0201>a~2019", ["unconfirmed 0201"]),
        ("0201>a~2019 0201>b~2018", ["overlap 0201", "unconfirmed 0201"]),
        ("0201>a~2019 0201>b~2023", ["overlap 0201"]),
        ("0202>b~2023 0202>a~2023", ["no-source 0201", "overlap 0202"]),
    ],
)
def test_what_the_audit_finds(text, problems):
    assert audited(text) == sorted(problems)


def test_a_source_that_ends_what_others_said_does_not_contradict_itself():
    old, since, end = claims("0201>a~2017 0201>a@2024-01-01..~2026 !0201>a@2024-01-01..~2026")
    end = replace(end, source=since.source)

    assert [p.code for p in audit_assignments(Claims([old, since, end]), ["0201"], day("2025-01-01"))] == []
    assert Claims([old, since, end]).on("0201", day("2023-12-31")).serving[0].basis.row == old.row


def test_every_powiat_must_be_served():
    assert audited("0202>a~2023", "0203 0201 0202") == ["no-source 0201", "no-source 0203"]


def test_the_audit_is_of_a_day():
    text = "0201>a@2019-01-01..2019-12-31"

    assert audited(text, on="2018-12-31") == ["no-source 0201"]
    assert audited(text, on="2019-12-31") == []
    assert audited(text, on="2020-01-01") == ["expired 0201"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0201>b~2023 0201>a~2023", "a, b"),
        ("0201>a@..2019-12-31", "a do 2019-12-31"),
        ("!0201>a", "nie obsługuje żaden OWES"),
        ("", "nie ma żadnego znanego źródła"),
        ("0201>a~2023 !0201>a~2023", "(a)"),
        ("0201>a~2019-04", "ze źródła z 2019-04"),
        ("0201>a", "ze źródła bez daty"),
    ],
)
def test_a_problem_says_what_and_where_to_ask(text, told):
    (problem,) = audit_assignments(Claims(claims(text)), ["0201"], day("2024-01-01"))

    assert problem.severity is Severity.WARNING
    assert told in problem.detail
    assert "0201" in problem.detail
    assert problem.detail.endswith("sprawdź w ROPS.")


@given(st.data(), texts, days)
def test_the_order_of_claims_does_not_matter(data, text, on):
    known = claims(text)
    shuffled = data.draw(st.permutations(known))

    assert audit_assignments(Claims(known), ["0201"], on) == audit_assignments(Claims(shuffled), ["0201"], on)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0201>a@2019-01-01..2019-12-31 0201>a@2019-12-31..2020-12-31", [3]),
        ("0201>a@2019-01-01..2019-12-31 0201>a@2020-01-01..2020-12-31", []),
        ("0201>a@2020-01-01..2020-12-31 0201>a@2019-01-01..2019-12-31", []),
        ("0201>a 0201>a@2019-01-01..2019-12-31", [3]),
        ("0201>a@..2019-12-31 0201>a@2019-12-31..", [3]),
        ("0201>a@..2019-12-31 0201>a@2020-01-01..", []),
        ("0201>a@2019-01-01.. 0201>a@2020-01-01..", [3]),
        ("0201>a@..2019-12-31 0201>a@..2020-12-31", [3]),
        ("0201>a@2019-01-01..2020-12-31 0201>a@2019-06-01..2019-07-01", [3]),
        ("0201>a 0201>a", []),
        ("0201>a@2019-01-01..2019-12-31 0201>a@2019-01-01..2019-12-31", []),
        ("0201>a 0201>a@2019-01-01.. 0201>a@..2020-12-31", [3, 4, 4]),
        ("0201>a@2019-01-01.. 0202>a@2020-01-01..", []),
        ("0201>a@2019-01-01.. 0201>b@2020-01-01..", []),
        ("0201>a@2019-01-01.. 020101>a@2020-01-01..", []),
        ("020101>a@2019-01-01.. 020101>a@2020-01-01..", [3]),
        ("0201>a@2019-01-01.. !0201>a@2020-01-01..", []),
        ("0201>a~2017 0201>a@2024-01-01..~2026 !0201>a@2024-01-01..~2026", []),
        ("0201>a~2017 0201>a@2024-01-01..~2026 !0201>a@2024-01-02..~2026", [3]),
        ("0201>a~2017 0201>a@..2024-12-31~2026 !0201>a@2025-01-01..~2026", []),
        ("!0201>a@2019-01-01.. !0201>a@2020-01-01..", []),
    ],
)
def test_two_periods_of_one_centre_on_one_unit_must_not_overlap(text, rows):
    found = audit_periods(claims(text))

    assert [p.row for p in found] == rows
    assert {(p.code, p.severity, p.file) for p in found} <= {
        ("periods-overlap", Severity.WARNING, "registry/assignments.csv")
    }


def test_overlapping_periods_are_told_with_both_lines():
    (problem,) = audit_periods(claims("0201>b 0201>a@..2019-12-31 0201>a@2019-06-01.."))

    assert problem.subject == "0201"
    assert problem.detail == (
        "Wiersze 3 i 4 mówią, że ośrodek a obsługuje jednostkę 0201 w okresach, które na siebie zachodzą: "
        "do 2019-12-31 oraz od 2019-06-01; popraw daty albo usuń jeden z wierszy."
    )


def test_the_same_source_that_says_the_same_twice_is_told():
    first, second = claims("0201>a 0201>a")
    again = replace(second, source=first.source)

    assert [p.row for p in audit_periods((first, again))] == [3]
    assert "bez podanych dat oraz bez podanych dat" in audit_periods((first, again))[0].detail


WINDOW = [day("2018-12-20") + timedelta(days=n) for n in range(760)]


@given(texts)
@example("0202>b 0202>b~2018 !0202>b@2018-12-25..~2018")
def test_periods_that_overlap_share_a_day(text):
    """Counted day by day, in a window that begins before and ends after every date of the claims."""
    every = claims(text)
    known = [replace(c, valid_to=last_day(c, every)) for c in every if c.effect is Effect.ADD]
    pairs = [
        (one, two)
        for one, two in combinations(known, 2)
        if (one.unit, one.centre_id) == (two.unit, two.centre_id)
        and (one.valid_from, one.valid_to) != (two.valid_from, two.valid_to)
        and any(one.in_force(d) and two.in_force(d) for d in WINDOW)
    ]

    assert sorted((p.subject, p.row) for p in audit_periods(claims(text))) == sorted((b.unit, b.row) for _, b in pairs)


@given(st.data(), texts)
def test_the_order_of_claims_does_not_matter_for_periods(data, text):
    known = claims(text)

    assert audit_periods(known) == audit_periods(data.draw(st.permutations(known)))


@pytest.mark.realdata
def test_periods_of_the_real_registry_overlap_only_where_a_newer_source_states_others():
    """What was gathered in November 2026 stands beside what was known; the same open period of two is no overlap."""
    assignments = read_registry(GEODATA)[0].assignments
    gathered = {n for n, r in enumerate(read_rows("registry/assignments.csv"), start=2) if r["register"]}

    assert {p.row for p in audit_periods(assignments)} <= gathered
    assert len(audit_periods(assignments)) == 16
