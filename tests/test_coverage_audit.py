"""The audit of assignments counts claims per code: gaps, overlaps, unknowns, contradictions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.coverage import Claims, audit_assignments
from ses_map.model import Severity
from tests.builders import claims, day
from tests.test_coverage import days, texts


def audited(text: str, powiaty: str = "0201", on: str = "2024-01-01") -> list[str]:
    found = audit_assignments(Claims(claims(text)), powiaty.split(), day(on))
    return [f"{p.code} {p.subject}" for p in found]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("0201>a", []),
        ("", ["no-source 0201"]),
        ("!0201>a", ["gap 0201"]),
        ("0201>a@..2019-12-31", ["expired 0201"]),
        ("0201>a 0201>b", ["overlap 0201"]),
        ("0201>a 0201>a", []),
        ("0201>a !0201>a", ["contradiction 0201"]),
        ("0201>a !0201>a@..2019-12-31", []),
        ("0201>a 020101>b", ["overlap 020101"]),
        ("0201>a !020101>a", ["gap 020101"]),
        ("0201>a !020101>a 020101>a", ["contradiction 020101"]),
        ("0201>a 020101>a", []),
        ("0201>a 0201>b !0201>b", ["contradiction 0201", "overlap 0201"]),
        ("0201>a 0202>b", []),
        ("0202>b 0202>a", ["no-source 0201", "overlap 0202"]),
    ],
)
def test_what_the_audit_finds(text, problems):
    assert audited(text) == sorted(problems)


def test_every_powiat_must_be_served():
    assert audited("0202>a", "0203 0201 0202") == ["no-source 0201", "no-source 0203"]


def test_the_audit_is_of_a_day():
    text = "0201>a@2019-01-01..2019-12-31"

    assert audited(text, on="2018-12-31") == ["no-source 0201"]
    assert audited(text, on="2019-12-31") == []
    assert audited(text, on="2020-01-01") == ["expired 0201"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0201>b 0201>a", "a, b"),
        ("0201>a@..2019-12-31", "a do 2019-12-31"),
        ("!0201>a", "nie obsługuje żaden OWES"),
        ("", "nie ma żadnego znanego źródła"),
        ("0201>a !0201>a", "(a)"),
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
