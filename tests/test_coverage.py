"""Who serves what on a day: claims in, zero, one or many out."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ses_map.coverage import BEGINNING, Claims, served_units
from ses_map.model import Outcome, Reason
from tests.builders import claims, day, names, say, who

days = st.dates(day("2018-12-25"), day("2021-01-10"))
units = st.sampled_from(["0201", "0202", "020101", "020102", "020201"])


@st.composite
def claim_words(draw):
    since, until = sorted([draw(days), draw(days)])
    return "".join(
        (
            draw(st.sampled_from(["", "", "!"])),
            f"{draw(units)}>{draw(st.sampled_from('abc'))}",
            draw(st.sampled_from(["", f"@{since}..", f"@..{until}", f"@{since}..{until}"])),
            draw(st.sampled_from(["", "~2018", "~2019-04", "~2019-04-17", "~2020-12-31"])),
            draw(st.sampled_from(["", "?"])),
        )
    )


texts = st.lists(claim_words(), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("text", "unit", "answer"),
    [
        ("", "0201", "no-source"),
        ("0202>a", "0201", "no-source"),
        ("0201>a", "0201", "a"),
        ("0201>a", "020101", "a"),
        ("0201>a 0202>b", "0202", "b"),
        ("0201>b 0201>a", "0201", "a+b"),
        ("0201>a 0201>a", "0201", "a"),
        ("020101>a", "020101", "a"),
        ("020101>a", "020102", "no-source"),
        ("020101>a", "0201", "no-source"),
        ("0201>a 020101>b", "020101", "a+b"),  # added inside another's powiat
        ("0201>a 020101>b", "0201", "a"),
        ("0201>a 020101>b", "020102", "a"),
        ("0201>a !020101>a", "020101", "gap"),
        ("0201>a !020101>a", "020102", "a"),
        ("0201>a !020101>a", "0201", "a"),
        ("0201>a !020101>a 020101>b", "020101", "b"),
        ("0201>a 0201>b !020101>a", "020101", "b"),
        ("0201>a !020101>b", "020101", "a"),
        ("!0201>a", "0201", "gap"),
        ("!0201>a 020101>a", "020101", "a"),
        ("!0201>a 020101>a", "020102", "gap"),
        ("0201>a !0201>a", "0201", "a"),  # a contradiction: to serve beats to leave out
        ("0201>a 020101>a !020101>a", "020101", "a"),
    ],
)
def test_zero_one_many(text, unit, answer):
    assert who(text, unit) == answer


@pytest.mark.parametrize(
    ("text", "on", "answer"),
    [
        ("0201>a@2019-01-01..2020-12-31", "2018-12-31", "no-source"),
        ("0201>a@2019-01-01..2020-12-31", "2019-01-01", "a"),
        ("0201>a@2019-01-01..2020-12-31", "2020-12-31", "a"),
        ("0201>a@2019-01-01..2020-12-31", "2021-01-01", "expired:a"),
        ("0201>a@2019-01-01..", "2018-12-31", "no-source"),
        ("0201>a@2019-01-01..", "2999-01-01", "a"),
        ("0201>a@..2020-12-31", "1999-01-01", "a"),
        ("0201>a@..2020-12-31", "2021-01-01", "expired:a"),
        ("0201>a", "1999-01-01", "a"),
        ("0201>a@..2019-12-31 0201>b@2020-01-01..", "2019-12-31", "a"),
        ("0201>a@..2019-12-31 0201>b@2020-01-01..", "2020-01-01", "b"),
        ("0201>a@..2020-01-01 0201>b@2020-01-01..", "2020-01-01", "a+b"),
        ("0201>a@..2018-12-31 0201>b@2020-01-01..", "2019-06-01", "expired:a"),
        ("0201>a@..2018-12-31 0201>b@..2019-12-31", "2021-01-01", "expired:b"),
        ("0201>a@..2018-12-31 0201>b@..2018-12-31", "2021-01-01", "expired:a+b"),
        ("0201>a@..2018-12-31 0201>a@..2019-12-31", "2021-01-01", "expired:a"),
        ("!0201>a@..2018-12-31", "2021-01-01", "no-source"),
    ],
)
def test_gap_no_source_and_expired_by_the_day(text, on, answer):
    assert who(text, "0201", on) == answer


@pytest.mark.parametrize(
    ("text", "on", "answer"),
    [
        ("0201>a !020101>a@..2019-12-31", "2019-12-31", "gap"),
        ("0201>a !020101>a@..2019-12-31", "2020-01-01", "a"),
        ("0201>a@..2019-12-31 020101>b", "2020-01-01", "b"),
        ("0201>a 020101>b@..2019-12-31", "2020-01-01", "a"),
        ("0201>a@..2019-12-31", "2020-01-01", "expired:a"),
        ("020101>a@..2018-12-31 0201>b@..2019-12-31", "2021-01-01", "expired:b"),
        ("020101>a@..2019-12-31 0201>b@..2018-12-31", "2021-01-01", "expired:a"),
    ],
)
def test_a_gmina_within_its_powiat_by_the_day(text, on, answer):
    assert who(text, "020101", on) == answer


@pytest.mark.parametrize(
    ("text", "on", "answer"),
    [
        ("0201>a~2017 !0201>a@2026-10-01..~2026-12", "2026-09-30", "a"),
        ("0201>a~2017 !0201>a@2026-10-01..~2026-12", "2026-10-01", "expired:a"),
        ("0201>a !0201>a@2026-10-01..~2026-12", "2026-10-01", "expired:a"),  # undated: older than anything dated
        ("0201>a~2017 !0201>a@2026-10-01..~2026-12", "020101@2026-10-01", "expired:a"),
        ("0201>a~2017 !0201>a@2026-10-01..~2026-12 0201>b@2026-10-01..~2026-12", "2026-10-01", "b"),
        ("0201>a~2026-12 !0201>a@2026-10-01..~2026-12", "2026-10-01", "a"),  # of one date: a contradiction
        ("0201>a~2027 !0201>a@2026-10-01..~2026-12", "2026-10-01", "a"),  # the later word is to serve
        ("0201>a~2017 !0201>a~2026-12", "2026-10-01", "a"),  # since when is not known
        ("0201>a~2017 !0201>a@2026-10-01..2026-10-31~2026-12", "2026-11-01", "a"),  # for a month only
        ("0201>a~2017 !0201>a@2026-10-01..~2026-12 0201>a@2027-01-01..~2027", "2027-01-01", "a"),  # back again
        ("0201>a~2017 !0201>a@2026-10-01..~2026-12 0201>a@2027-01-01..~2027", "2026-12-31", "expired:a"),
        ("0201>a~2017 !0202>a@2026-10-01..~2026-12", "2026-10-01", "a"),
        ("0201>a~2017 !0201>b@2026-10-01..~2026-12", "2026-10-01", "a"),
        ("0201>a~2017 !0201>a@0001-01-01..~2026-12", "2026-10-01", "expired:a"),
    ],
)
def test_a_later_source_that_says_the_opposite_ends_the_earlier_claim(text, on, answer):
    unit, _, on = on.rpartition("@")

    assert who(text, unit or "0201", on) == answer


def test_a_gmina_that_was_left_out_was_not_served_last_by_whom_it_was_left_out():
    assert who("0201>a@..2019-12-31 !020101>a@..2019-12-31", "020101", "2021-01-01") != "expired:a"


@pytest.mark.parametrize(
    ("text", "on", "row"),
    [
        ("0201>a~2018 0201>a~2020", "2019-01-01", 2),  # known by the day beats later
        ("0201>a~2018 0201>a~2020", "2021-01-01", 3),  # then the latest
        ("0201>a~2020-03 0201>a~2020-01-02", "2020-02-29", 3),
        ("0201>a~2020-03 0201>a~2020-01-02", "2020-03-01", 2),
        ("0201>a~2020 0201>a~2022", "2019-01-01", 2),  # both later: the earliest
        ("0201>a 0201>a~2022", "2019-01-01", 3),  # a date beats none
        ("0201>a~2018? 0201>a~2018", "2019-01-01", 3),  # stated beats derived
        ("0201>a~2018 0201>a~2018-06?", "2019-01-01", 3),  # but the later comes before
        ("0201>a@..2018-12-31~2018 0201>a@2019-01-01..~2017", "2019-01-01", 3),  # only what is in force
        ("0201>a~2018 020101>a~2016", "2019-01-01", 2),
    ],
)
def test_the_best_claim_to_cite(text, on, row):
    (serving,) = Claims(claims(text)).on("0201", day(on)).serving

    assert serving.basis.row == row


def test_every_claim_of_a_centre_stands_behind_the_answer():
    (serving,) = Claims(claims("0201>a~2018 0201>a~2020 0201>a~2019")).on("0201", day("2019-06-01")).serving

    assert [c.row for c in serving.claims] == [4, 2, 3]


def test_a_claim_on_the_gmina_is_cited_before_one_on_its_powiat():
    (serving,) = Claims(claims("0201>a~2023 020101>a~2016")).on("020101", day("2024-01-01")).serving

    assert serving.basis.unit == "020101"


@pytest.mark.parametrize(
    ("text", "exceptions"),
    [
        ("0201>a", ""),
        ("0201>a 020101>a", ""),
        ("0201>a 020101>b", "020101=a+b"),
        ("0201>a !020101>a 020201>b", "020101=gap"),
        ("0201>a !020102>a !020101>a", "020101=gap 020102=gap"),
        ("0201>a 020101>b@..2019-12-31", ""),
        ("0201>a@..2019-12-31 020101>b", "020101=b"),
        ("020101>b", "020101=b"),
    ],
)
def test_exceptions_are_the_gminas_answered_otherwise(text, exceptions):
    found = Claims(claims(text)).exceptions("0201", day("2024-01-01"))

    assert " ".join(f"{gmina}={say(coverage)}" for gmina, coverage in found) == exceptions


def test_an_epoch_begins_where_another_source_is_the_one_to_cite():
    ended = "@..2030-12-31"  # a stated end: standing does not turn with the date of the source
    of_one = Claims(claims(f"0201>a{ended}~2018 0201>a{ended}~2020-03"))
    of_two = Claims(claims(f"0201>a{ended}~2018 0201>b{ended}~2020-03 0202>a{ended}~2021"))

    assert of_one.epochs == (BEGINNING, day("2018-01-01"), day("2020-03-01"), day("2031-01-01"))
    assert of_two.epochs == (BEGINNING, day("2031-01-01"))


def test_an_epoch_begins_where_a_source_begins_and_ceases_to_confirm():
    assert Claims(claims("0201>a~2020-03")).epochs == (BEGINNING, day("2017-03-01"), day("2023-03-02"))


def test_epochs_begin_where_a_claim_begins_or_has_ended():
    known = Claims(claims("0201>a@2019-01-01..2020-12-31 0202>b@2021-01-01.. 0202>c"))

    assert known.epochs == (BEGINNING, day("2019-01-01"), day("2021-01-01"))
    assert known.epoch(day("2018-12-31")) == BEGINNING
    assert known.epoch(day("2019-01-01")) == known.epoch(day("2020-12-31")) == day("2019-01-01")
    assert known.epoch(day("2021-01-01")) == known.epoch(day("2099-01-01")) == day("2021-01-01")


def test_the_last_day_of_the_calendar_is_a_day():
    known = Claims(claims("0201>a@2019-01-01..9999-12-31"))

    assert known.epochs == (BEGINNING, day("2019-01-01"))
    assert say(known.on("0201", day("9999-12-31"))) == "a"


@given(texts, units, days)
def test_within_an_epoch_nothing_changes(text, unit, on):
    known = Claims(claims(text))

    assert known.on(unit, on) == known.on(unit, known.epoch(on))


@given(st.data(), texts, units, days)
def test_the_order_of_claims_does_not_matter(data, text, unit, on):
    known = claims(text)
    shuffled = data.draw(st.permutations(known))

    assert Claims(known).on(unit, on) == Claims(shuffled).on(unit, on)
    assert Claims(known).epochs == Claims(shuffled).epochs


@given(texts, st.sets(units), days)
def test_served_and_uncovered_partition_the_units(text, asked, on):
    coverage = served_units(Claims(claims(text)), asked, on)
    served = {u for u, c in coverage.items() if c.outcome is Outcome.FOUND}
    uncovered = {u for u, c in coverage.items() if c.outcome is Outcome.UNCOVERED}

    assert list(coverage) == sorted(asked)
    assert served | uncovered == asked
    assert not served & uncovered
    for unit in asked:
        c = coverage[unit]
        assert bool(c.serving) == (unit in served)
        assert (c.reason is None) == (unit in served)
        assert bool(c.last_known) == (c.reason is Reason.EXPIRED)


def last_day(claim, known):
    """The last day of a claim: its own, or the eve of the day from which a later source says the opposite for good."""

    def written(source):
        return source.date and f"{source.date}-01-01"[:10]

    about = [c for c in known if (c.unit, c.centre_id) == (claim.unit, claim.centre_id) and c.effect != claim.effect]
    later = [c for c in about if c.valid_from and not c.valid_to and written(c.source) > written(claim.source)]
    return min((d for d in (claim.valid_to, *(c.valid_from - timedelta(days=1) for c in later)) if d), default=None)


@given(texts, units, days)
@example("0201>a !0201>a@2018-12-25..~2018", "0201", day("2018-12-25"))
@example("!0201>a 0201>a@2019-01-01..~2018", "0201", day("2019-01-01"))
def test_who_serves_is_the_algebra_of_sets(text, unit, on):
    """The rule said again, the other way round: for each centre, the first scope with a claim in force decides."""
    every = claims(text)
    known = [c for c in every if (c.valid_from or on) <= on <= (last_day(c, every) or on)]
    served = set()
    for centre in {c.centre_id for c in known}:
        for scope in (unit, unit[:4]):
            effects = {c.effect for c in known if c.centre_id == centre and c.unit == scope}
            if effects:
                served |= {centre} if "add" in effects else set()
                break

    assert names(Claims(claims(text)).on(unit, on).serving) == "+".join(sorted(served))
