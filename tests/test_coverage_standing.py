"""Standing: what may be called current on a day, what may not, and what is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.coverage import Claims
from ses_map.coverage.standing import standing, turning_days
from ses_map.model import Standing
from tests.builders import claims, day

days = st.dates(date(2010, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "on", "stands"),
    [
        ("0201>a", "2026-11-30", "unconfirmed"),  # undated, no end
        ("0201>a~2014", "2026-11-30", "unconfirmed"),
        ("0201>a~2023-11-30", "2026-11-30", "confirmed"),  # 36 months to the day
        ("0201>a~2023-11-29", "2026-11-30", "unconfirmed"),
        ("0201>a~2023-12", "2026-11-30", "confirmed"),  # a month counts from its first day
        ("0201>a~2023-11", "2026-11-30", "unconfirmed"),
        ("0201>a~2024", "2026-12-31", "confirmed"),
        ("0201>a~2024", "2027-01-01", "confirmed"),
        ("0201>a~2024", "2027-01-02", "unconfirmed"),
        ("0201>a~2020-02-29", "2023-02-28", "confirmed"),  # no 29 February three years on
        ("0201>a~2020-02-29", "2023-03-01", "unconfirmed"),
        ("0201>a~2024-06-17", "2021-06-17", "confirmed"),  # nor does a source say more of long before it
        ("0201>a~2024-06-17", "2021-06-16", "unconfirmed"),
        ("0201>a@..2026-12-31~2014", "2026-11-30", "confirmed"),  # the stated period holds the day
        ("0201>a@2025-01-01..~2014", "2026-11-30", "unconfirmed"),  # a beginning is no end
        ("0201>a@..2026-11-30~2014", "2026-11-30", "confirmed"),
        ("0201>a@..2026-11-29~2026-11", "2026-11-30", "ended"),  # over, however new the source
    ],
)
def test_a_claim_stands_by_its_own_end_or_by_the_date_of_its_source(text, on, stands):
    (claim,) = claims(text)

    assert standing(claim, day(on)) == stands


@pytest.mark.parametrize(
    ("text", "ends", "on", "stands"),
    [
        ("0201>a~2026", "2026-06-30", "2026-06-30", "confirmed"),
        ("0201>a~2026", "2026-06-30", "2026-07-01", "ended"),  # its centre is over
        ("0201>a@..2027-12-31", "2026-06-30", "2026-07-01", "ended"),
        ("0201>a@..2025-12-31", "2026-06-30", "2026-01-01", "ended"),
        ("0201>a~2014", "2027-12-31", "2026-07-01", "unconfirmed"),  # a centre's end confirms no area
    ],
)
def test_no_claim_outlives_its_centre(text, ends, on, stands):
    (claim,) = claims(text)

    assert standing(replace(claim, centre_to=day(ends)), day(on)) == stands


def test_no_claim_begins_before_its_centre():
    (claim,) = claims("0201>a~2024-01-01")
    found = Claims([replace(claim, centre_from=day("2024-01-01"))])

    assert found.on("0201", day("2023-12-31")).serving == ()
    assert found.on("0201", day("2024-01-01")).standing is Standing.CONFIRMED


@pytest.mark.parametrize(
    ("text", "stands", "each"),
    [
        ("0201>a~2025", "confirmed", "a:confirmed"),
        ("0201>a~2014", "unconfirmed", "a:unconfirmed"),
        ("0201>a~2014 0201>b~2025", "confirmed", "a:unconfirmed b:confirmed"),  # an overlap stands as its best
        ("0201>a@..2020-12-31", "ended", "a:ended"),
        ("0201>a@..2020-12-31 0201>b~2014", "unconfirmed", "b:unconfirmed"),
        ("0202>a~2025", "none", ""),
        ("0201>a~2025 !020101>a~2025", "confirmed", "a:confirmed"),
        ("!0201>a~2025", "none", ""),  # a known gap
    ],
)
def test_an_area_stands_as_the_best_of_its_centres(text, stands, each):
    coverage = Claims(claims(text)).on("0201", day("2026-11-30"))

    assert coverage.standing == stands
    assert " ".join(f"{s.centre_id}:{s.standing}" for s in (*coverage.serving, *coverage.last_known)) == each


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("0201>a~2022-05 0201>a@..2027-12-31~2017", "2017"),  # confirmed by its period, before a newer text without one
        ("0201>a~2025 0201>a@..2027-12-31~2017", "2025"),
        ("0201>a~2014 0201>a~2016", "2016"),
    ],
)
def test_a_confirmed_claim_is_cited_before_others(text, cited):
    (serving,) = Claims(claims(text)).on("0201", day("2026-11-30")).serving

    assert serving.basis.source.date == cited
    assert serving.standing == standing(serving.basis, day("2026-11-30"))


def test_the_limit_is_an_argument():
    (claim,) = claims("0201>a~2022-11-30")

    assert standing(claim, day("2026-11-30"), months=48) is Standing.CONFIRMED
    assert Claims([claim], months=48).on("0201", day("2026-11-30")).standing is Standing.CONFIRMED
    assert Claims([claim], months=47).on("0201", day("2026-11-30")).standing is Standing.UNCONFIRMED


words = st.builds(
    lambda since, until, written: f"0201>a@{since}..{until}{written}",
    st.sampled_from(["", "2015-02-28", "2020-12-31"]),
    st.sampled_from(["", "2021-01-01", "2026-11-30", "9999-12-31"]),
    st.sampled_from(["", "~0001", "~2016", "~2020-02", "~2020-02-29", "~9999-12"]),
)


@given(words, st.sampled_from([None, date(2019, 3, 31), date.max]), days, st.sampled_from([1, 36, 600]))
def test_standing_changes_on_no_other_days(text, centre_to, on, months):
    claim = replace(claims(text)[0], centre_to=centre_to)
    turning = set(turning_days(claim, months))
    before, after = standing(claim, on - timedelta(days=1), months), standing(claim, on, months)

    assert before == after or on in turning


@given(st.lists(words, max_size=4), days)
def test_every_answer_is_the_same_within_an_epoch(texts, on):
    found = Claims(claims(" ".join(texts)))

    assert found.on("0201", on) == found.on("0201", max(found.epoch(on), date(1, 1, 1)))
