"""Fills of the standings: each with a structure of its own, so that a map printed in grey says the same."""

import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from ses_map.maps.drawing import MARGIN, WIDE
from ses_map.maps.fills import COLOURS, STANDINGS, fill_of, patterns
from ses_map.maps.legend import SEVERAL, Key, draw_swatch, sign_keys
from ses_map.maps.picture import Pictures
from tests.builders import TODAY
from tests.map_builders import SHARP, grey, mapped

#: A voivodeship for each colour, its four powiats in the order of the standings.
REGIONS = ("02", "04", "06", "08", "10", "12")
GMINY = " ".join(f"{region}{n:02d}01" for region in REGIONS for n in (1, 2, 3, 4))
CLAIMS = " ".join(
    f"{region}01>{centre}~2025 {region}02>{centre}~2015 {region}03>{centre}@..2020-01-01"
    for region, centre in zip(REGIONS, "abcdef", strict=True)
)
#: Steps of lightness (L*) that are seen at a glance: between lines and their ground, and between two grounds.
SEEN, LIGHTER = 8, 3
#: Standing → what its fill is made of, as :func:`structure` finds it.
MADE_OF = {"confirmed": "nothing", "unconfirmed": "level lines", "ended": "slanted lines", "none": "dots"}


@pytest.fixture(scope="module")
def drawn():
    """Colour → lightness of a part of each of the four powiats, away from borders and numbers."""
    pictures = Pictures(mapped(GMINY, CLAIMS))
    found = {}
    for region, centre in zip(REGIONS, "abcdef", strict=True):
        pixels = grey(pictures.draw(f"slug-{region}", TODAY))
        found[pictures.atlas.colours[centre]] = dict(zip(STANDINGS, parts(pixels), strict=True))
    return found


def parts(pixels):
    side = (WIDE - 2 * MARGIN) / 4
    for n in range(4):
        west, north = MARGIN + n * side + side / 6, MARGIN + side / 12
        row, column, long = (round(v * SHARP) for v in (north, west, side / 3))
        yield pixels[row : row + long, column : column + long]


def structure(part) -> str:
    """Return what a fill is made of: along which lines its lightness does not change, if it changes at all."""
    spread = part - part.mean()
    if spread.std() < 1:
        return "nothing"
    assert spread.std() >= SEEN, "lines that nobody sees"
    rows, columns = np.indices(part.shape)
    shares = {"level lines": rows, "upright lines": columns, "slanted lines": rows + columns}
    shares["slanted back"] = columns - rows + part.shape[0]
    constant = {name: explained(spread, lines) for name, lines in shares.items()}
    best = max(constant, key=lambda name: constant[name])
    if constant[best] >= 0.75:
        return best
    assert constant[best] <= 0.5, f"neither lines nor dots: {constant}"
    return "dots"


def explained(spread, lines) -> float:
    """Return the share of the variance that is gone when each line has its own mean."""
    counts = np.bincount(lines.ravel())
    means = np.bincount(lines.ravel(), spread.ravel()) / np.maximum(counts, 1)
    return float((means[lines] ** 2).mean() / (spread**2).mean())


def test_every_colour_of_the_palette_is_measured(drawn):
    assert sorted(drawn) == list(range(len(COLOURS)))


@pytest.mark.parametrize("colour", range(len(COLOURS)))
def test_the_four_fills_are_told_apart_in_grey(drawn, colour):
    """By structure, so that it does not matter which colour lies beside which."""
    assert {standing: structure(part) for standing, part in drawn[colour].items()} == MADE_OF


@pytest.mark.parametrize("colour", range(len(COLOURS)))
def test_an_old_claim_is_lighter_than_a_confirmed_one(drawn, colour):
    light = {standing: part.mean() for standing, part in drawn[colour].items()}
    ground = {standing: np.median(part) for standing, part in drawn[colour].items()}

    assert ground["unconfirmed"] >= ground["confirmed"] + SEEN
    assert light["unconfirmed"] >= light["confirmed"] + LIGHTER
    assert drawn[colour]["ended"].max() > 99, "stripes on paper"


def test_what_looks_alike_would_be_found():
    """The measure itself: lines too faint to see, and two fills of one structure."""
    level = np.where(np.indices((96, 96))[0] % 8 == 0, 60.0, 90.0)

    assert structure(np.full((96, 96), 70.0)) == "nothing"
    assert (structure(level), structure(level.T)) == ("level lines", "upright lines")
    with pytest.raises(AssertionError, match="nobody sees"):
        structure(90 + (level - 90) / 6)


def test_several_centres_are_a_lattice_in_both_colours():
    world = mapped("020101 020201", "0201>a~2025 0201>b~2015 0202>b~2015")
    pictures = Pictures(world)
    tree = ElementTree.fromstring(pictures.draw("polska", TODAY))
    colours = [pictures.atlas.colours[c] for c in "ab"]
    (tile,) = [p for p in tree.iter("{http://www.w3.org/2000/svg}pattern") if p.get("id").startswith("ses-confirmed")]
    inks = {p.get("fill") for p in tile} | {p.get("stroke") for p in tile}

    assert tile.get("id") == f"ses-confirmed-{colours[0]}-{colours[1]}"
    assert {COLOURS[c] for c in colours} <= inks


def test_a_lattice_runs_both_ways_in_grey():
    """Its lines slant both ways alike, so it is taken neither for stripes nor for dots."""
    tile = draw_swatch(Key(fill_of("confirmed", (0, 1)), "")).replace(
        'width="28" height="18"', 'width="280" height="180"'
    )
    part = grey(tile)[60:220, 60:220]
    spread, (rows, columns) = part - part.mean(), np.indices(part.shape)
    ways = explained(spread, rows + columns), explained(spread, columns - rows + len(part))

    assert spread.std() >= SEEN
    assert sum(ways) >= 0.5 and min(ways) >= 0.2


EVERY = [(s, (c,)) for s in STANDINGS for c in range(len(COLOURS))] + [
    (s, pair) for s in STANDINGS[:2] for pair in itertools.permutations(range(len(COLOURS)), 2)
]


def test_every_fill_is_a_colour_or_a_pattern_that_is_written():
    fills = {fill_of(standing, colours) for standing, colours in EVERY}
    named = {p["id"] for p in patterns(fills)}

    assert fills - {f"url(#{name})" for name in named} == set(COLOURS)
    assert len(named) == 2 * len(COLOURS) + 1 + 2 * len(COLOURS) * (len(COLOURS) - 1)


def test_no_two_patterns_look_alike():
    found = patterns(fill_of(standing, colours) for standing, colours in EVERY)
    looks = [(p["base"], *map(tuple, p["lines"])) for p in found]

    assert len(set(looks)) == len(looks)


def test_nobody_has_no_colour():
    assert {fill_of("none", ()), fill_of("none", (3,)), fill_of("confirmed", ())} == {"url(#ses-none)"}


def test_an_ended_unit_is_striped_in_the_colour_of_the_first_of_its_last_centres():
    assert fill_of("ended", (3, 4)) == fill_of("ended", (3,)) == "url(#ses-ended-3)"


@pytest.mark.parametrize("fill", ["#77aadd", "line", "url(#evil)", "url(#ses-ended-2);x", 'url(#ses-"><script>-1)', ""])
def test_other_fills_name_no_pattern(fill):
    assert patterns([fill]) == []


def test_swatches_show_what_the_keys_say():
    keys = sign_keys([*STANDINGS, SEVERAL])

    assert len({k.text for k in keys}) == len({k.fill for k in keys}) == 5
    for key in keys:
        assert f'fill="{key.fill}"' in draw_swatch(key)
        assert len(re.findall("<pattern ", draw_swatch(key))) == key.fill.startswith("url")
