"""Classes for maps of numbers."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.planning.classes import METHODS, class_limits, class_of

VALUES = st.lists(st.integers(-1000, 1000).map(lambda v: v / 10), min_size=1, max_size=60)


@given(VALUES, st.sampled_from(METHODS), st.integers(1, 7))
def test_every_value_is_in_one_class_and_the_last_ends_at_the_greatest(values, method, count):
    limits = class_limits(values, method, count)

    assert limits == sorted(set(limits)) and len(limits) <= max(count, 1)
    assert limits[-1] == max(values)
    for value in values:
        number = class_of(value, limits)
        assert value <= limits[number] and (number == 0 or value > limits[number - 1])


def spread(groups):
    return sum(sum((v - sum(g) / len(g)) ** 2 for v in g) for g in groups)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=9), st.integers(2, 3))
def test_natural_breaks_are_the_best_there_are(values, count):
    limits = class_limits(values, "jenks", count)
    ordered = sorted(values)
    if len(set(ordered)) <= count:
        return
    groups = [[v for v in ordered if class_of(v, limits) == n] for n in range(len(limits))]
    every = (
        [ordered[a:b] for a, b in zip((0, *cuts), (*cuts, len(ordered)), strict=True)]
        for cuts in combinations(range(1, len(ordered)), count - 1)
    )

    assert spread([g for g in groups if g]) <= min(map(spread, every)) + 1e-9


def test_quantiles_hold_as_many_each():
    assert class_limits(range(1, 101), "quantiles", 4) == [25, 50, 75, 100]


def test_equal_intervals_are_as_wide_each():
    assert class_limits([0, 1, 2, 10], "equal", 2) == [5, 10]


def test_natural_breaks_lie_in_the_gaps():
    assert class_limits([1, 2, 3, 50, 51, 52, 99, 100], "jenks", 3) == [3, 52, 100]


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="quantiles, jenks, equal"):
        class_limits([1], "x")
