"""Signs of entities: every kind has a shape and letters of its own, and names are text in the picture."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from ses_map.maps.signs import SIGNS, Placed, draw_counts, draw_entities, sign_of
from ses_map.snapshot import Layer
from tests.web_builders import EVIL_NAME

LAYER = Layer(("0201", "0202"), shapely.box([15.0, 16.0], [51.0, 51.0], [16.0, 17.0], [52.0, 52.0]))


def placed(count, name="Podmiot"):
    return [Placed(51.5, 15.5 + n / count, kind, name) for n, kind in zip(range(count), [*SIGNS] * count, strict=False)]


def test_no_two_kinds_look_alike_without_colour():
    signs = list(SIGNS.values())

    assert len({s.letters for s in signs}) == len({s.d for s in signs}) == len(signs)


def test_a_kind_that_nobody_knows_has_the_sign_of_others():
    assert sign_of("<b>") == SIGNS["inne"]


@pytest.mark.parametrize(("count", "letters"), [(0, False), (9, True), (400, True), (401, False)])
def test_signs_have_letters_until_there_are_too_many(count, letters):
    drawn = draw_entities(LAYER, placed(count))

    assert drawn.count("<title>") == count
    assert bool(re.search("<text", drawn)) is letters


def test_counts_are_circles_whose_area_goes_with_them():
    counts = np.array([1, 25, 100])
    root = ElementTree.fromstring(draw_counts(LAYER, np.array([15.2, 15.5, 16.5]), np.full(3, 51.5), counts))
    radii = {int(g[0].text): float(g[1].get("r")) for g in root.iter("{http://www.w3.org/2000/svg}g")}

    assert list(radii) == [100, 25, 1]  # the smallest on top
    assert radii[100] - 3 == pytest.approx(2 * (radii[25] - 3), abs=0.1)


def test_a_name_that_attacks_is_a_title():
    root = ElementTree.fromstring(draw_entities(LAYER, placed(1, EVIL_NAME)))
    (title,) = root.iter("{http://www.w3.org/2000/svg}title")

    assert title.text.startswith("<img src=x")
    assert {e.tag.rpartition("}")[2] for e in root.iter()} == {"svg", "defs", "rect", "path", "g", "title", "text"}
