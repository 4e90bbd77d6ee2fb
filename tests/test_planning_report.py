"""The report's figures are those of the desk; what it leaves out it counts."""

from datetime import date

import pytest

from ses_map.lookup import Lookup
from ses_map.model import Standing
from ses_map.planning.coverage_audit import audit_coverage
from ses_map.planning.report import limits, make_report, share_table, year_before
from tests.builders import TODAY, country, day

GMINY = "020101 020201 020301 020401 020501"


def report(claims, on="2024-06-01"):
    return make_report(Lookup(country(GMINY, claims)), day(on))


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ("2024-06-01", "2023-06-01"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),
        ("0001-05-05", "0001-01-01"),
    ],
)
def test_a_year_before(on, wanted):
    assert year_before(date.fromisoformat(on)).isoformat() == wanted


def test_centres_have_what_they_serve_and_what_they_served_last():
    found = report("0201>a~2023 0202>a~2024-03 0203>b@..2020-12-31 0204>a 0204>b")
    shares = [(s.centre, s.standing.value, s.powiaty, s.population, s.state, s.dated) for s in found.shares]

    assert shares == [
        ("a", "confirmed", 2, 2000, "potwierdzone", "2024-03"),
        ("a", "unconfirmed", 1, 1000, "niepotwierdzone", "bez daty"),
        ("b", "unconfirmed", 1, 1000, "niepotwierdzone", "bez daty"),
        ("b", "ended", 1, 1000, "zakończone", "do 2020-12-31"),
    ]
    assert (found.centres, found.unconfirmed_centres) == (1, 1) and found.source_dates == ("2024-03", "2024-03")
    words = [r["standing"] for r in share_table(found).rows]
    assert words == ["potwierdzone", "niepotwierdzone", "niepotwierdzone", "zakończone"]


def test_what_is_urgent_names_each_part_once_by_its_gravest_finding():
    found = report("0201>a~2024? 0202>a@..2020-12-31 0203>a~2024 0203>b 0204>a~2017 0204>b~2018")

    assert [(f.part.code, f.kind) for f in found.urgent] == [
        ("0202", "expired"), ("0203", "overlap"), ("0204", "unconfirmed"), ("0205", "no-source"),
    ]  # fmt: skip


def test_changes_are_those_of_twelve_months():
    found = report("0201>a@2024-01-01.. 0202>a@2022-01-01.. 0203>a@..2023-12-31")

    assert {(c.unit, c.kind, c.since.isoformat()) for c in found.changes} == {
        ("0201", "gained", "2024-01-01"),
        ("0203", "lost", "2024-01-01"),
    }


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ("", "bez żadnego źródła: 5"),
        ("0201>a?", "pośrednio, z nazwy subregionu: 1"),
        ("0201>a 0201>b", "dwóch ośrodków"),
        (
            "0201>a~2017 0202>b",
            "Niepotwierdzone: 2; źródło nie podaje końca i jest starsze niż 36 miesięcy albo bez daty.",
        ),
        ("0201>a@..2020-12-31", "Zakończone: 1; to nie luka"),
    ],
)
def test_limits_say_what_is_not_known(claims, words):
    assert any(words in sentence for sentence in limits(report(claims)))


@pytest.mark.realdata
@pytest.mark.parametrize("region", ["", "22", "14"])
def test_figures_are_those_of_the_desk(snapshot, region):
    lookup = Lookup(snapshot)
    found, desk = make_report(lookup, TODAY, region), audit_coverage(lookup, TODAY, region)
    for standing in list(Standing)[:3]:
        said = [(p, s) for p in desk.parts for s in p.row.coverage.serving or p.row.coverage.last_known]
        own = sum(p.population for p, s in said if s.standing is standing)
        assert sum(s.population for s in found.shares if s.standing is standing) == own

    assert found.desk == desk
    assert [f.part.population for f in found.urgent] == sorted((f.part.population for f in found.urgent), reverse=True)
