"""Colours that neighbours do not share, told apart with any colour vision."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.maps.fills import COLOURS, assign_colours

LETTERS = "abcdefghijkl"


def both_ways(pairs: set[tuple[str, str]]) -> dict[str, set[str]]:
    links: dict[str, set[str]] = {c: set() for c in LETTERS}
    for one, two in pairs:
        links[one].add(two)
        links[two].add(one)
    return links


#: Pairs of a planar-looking graph: no vertex has more neighbours than there are other colours.
sparse = st.sets(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), max_size=14).filter(
    lambda pairs: all(len(n) < len(COLOURS) for n in both_ways(pairs).values())
)


def test_two_neighbours_differ():
    assert len(set(assign_colours({"a": {"b"}, "b": {"a"}}).values())) == 2


@given(sparse)
def test_neighbours_never_share_a_colour(pairs):
    colours = assign_colours(both_ways(pairs))

    assert sorted(colours) == sorted(LETTERS)
    assert all(colours[one] != colours[two] for one, two in pairs if one != two)


@given(sparse, st.randoms())
def test_the_order_of_input_does_not_matter(pairs, random):
    links = list(both_ways(pairs).items())
    shuffled = random.sample(links, len(links))

    assert assign_colours(dict(shuffled)) == assign_colours(dict(links))


def test_a_centre_does_not_touch_itself():
    assert assign_colours({"a": {"a"}}) == {"a": 0}


def test_colours_are_used_evenly():
    used = list(assign_colours({f"c{n:02d}": set() for n in range(len(COLOURS) * 3)}).values())

    assert [used.count(i) for i in range(len(COLOURS))] == [3] * len(COLOURS)


def test_more_mutual_neighbours_than_colours_is_refused():
    crowd = [f"c{n}" for n in range(len(COLOURS) + 1)]

    assert len(set(assign_colours({c: set(crowd[:-1]) for c in crowd[:-1]}).values())) == len(COLOURS)
    with pytest.raises(ValueError, match="touches centres of all"):
        assign_colours({c: set(crowd) for c in crowd})


def _linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _luminance(colour: str) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


@pytest.mark.parametrize("colour", COLOURS)
def test_dark_text_can_be_read_on_every_colour(colour):
    """WCAG 2.1 AA asks for 4.5:1; borders and numbers are drawn in this ink."""
    ink = _luminance("#14213d")

    assert (_luminance(colour) + 0.05) / (ink + 0.05) >= 4.5


def test_colours_are_distinct():
    assert len(set(COLOURS)) == len(COLOURS)
    assert all(re.fullmatch("#[0-9a-f]{6}", c) for c in COLOURS)


#: Linear RGB as seen without one kind of cone (Machado, Oliveira, Fernandes 2009, severity 1).
VISIONS = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def _lab(colour: str, vision: str) -> np.ndarray:
    seen = np.clip(np.array(VISIONS[vision]) @ _linear(colour), 0, 1)
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in TO_XYZ @ seen / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_colours_are_told_apart_with_any_colour_vision(vision):
    """A difference of 10 in CIELAB is seen at a glance, 2 only by who looks for it."""
    labs = {c: _lab(c, vision) for c in COLOURS}
    close = {pair: np.linalg.norm(labs[pair[0]] - labs[pair[1]]) for pair in itertools.combinations(COLOURS, 2)}

    assert {pair: d for pair, d in close.items() if d < 10} == {}
