"""Published figures: by subject and period, nothing added, nothing guessed."""

from datetime import date

import pytest

from ses_map.model import Indicator, Provenance
from ses_map.planning.indicators import find_topics, indicator_table, kind_of, kinds_of, read_series
from tests.builders import TODAY, registry


def figure(subject="a", period="2024", value=1.0, code="cis", name="CIS", measure="szt.", title="Sprawozdanie"):
    return Indicator(code, name, measure, subject, period, value, Provenance("", title, "2025"))


def world(*figures):
    data = registry(("020101",), "0201>a 0201>b")
    object.__setattr__(data, "indicators", tuple(figures))
    return data


def series(data, kind="centre", as_of=TODAY, region=""):
    (topic,) = find_topics(data.indicators)
    return read_series(data, topic, kind, as_of, region)


def test_periods_come_latest_first_and_the_unknown_one_last():
    found = series(world(*(figure(period=p) for p in ("2023", "", "2024", "2023-06"))))

    assert found.periods == ("2024", "2023-06", "2023", "")
    assert found.value("a", "") == 1.0


def test_a_period_that_begins_later_is_left_out():
    data = world(figure(period="2023"), figure(period="2025"))

    assert series(data, as_of=date(2024, 5, 1)).periods == ("2023",)


def test_sources_that_differ_are_both_shown_and_neither_is_chosen():
    found = series(world(figure(value=1), figure(value=2, title="Inne"), figure("b", value=3)))

    assert found.value("a", "2024") is None
    assert found.latest() == {"b": 3}
    assert [r["value"] for r in indicator_table(found, {"a": "A", "b": "B"}).rows] == [1, 2, 3]


def test_one_code_in_two_measures_is_two_topics():
    topics = find_topics([figure(), figure(measure="%"), figure(code="zaz", name="ZAZ")])

    assert [(t.key, t.title) for t in topics] == [
        ("cis:%", "CIS [%]"),
        ("cis:szt.", "CIS [szt.]"),
        ("zaz", "ZAZ [szt.]"),
    ]


@pytest.mark.parametrize(
    ("subject", "kind"), [("02", "voivodeship"), ("0201", "powiat"), ("020101", "gmina"), ("owes-a", "centre")]
)
def test_a_subject_tells_its_kind(subject, kind):
    assert kind_of(subject) == kind


def test_kinds_and_regions_are_told_apart():
    data = world(figure("a"), figure("0201"), figure("02"), figure("2201"))
    (topic,) = find_topics(data.indicators)

    assert kinds_of(data, topic) == ("centre", "powiat", "voivodeship")
    assert series(data, "powiat").subjects == ("0201", "2201")
    assert series(data, "powiat", region="02").subjects == ("0201",)
    assert series(data, "centre", region="02").subjects == ("a",)


@pytest.mark.parametrize(("values", "digits"), [((1, 2), 0), ((1.5, 2), 1), ((1.25, 2), 2), ((1 / 3,), 2)])
def test_figures_keep_the_decimals_that_they_need(values, digits):
    found = series(world(*(figure(period=str(2020 + n), value=v) for n, v in enumerate(values))))

    assert found.digits == digits
