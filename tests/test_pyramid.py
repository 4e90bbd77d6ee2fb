"""A pyramid of points: nothing is lost at any level, every sign lies in its tile, and the bytes are always the same."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.pyramid.archive import Archive, unpacked, write_archive
from ses_map.pyramid.dots import CELLS, DEEPEST, Dots, Facts, to_world
from ses_map.pyramid.tiles import EDGE, LISTED, Pyramid
from tests.web_builders import EVIL_NAME, IMG

KINDS = ("a", "b", "c")
#: A few towns, so that many share one, and anything near them.
TOWNS = ((18.65, 54.35), (21.0, 52.2), (21.0005, 52.2), (14.6, 51.05), (22.9999, 49.1))
places = st.one_of(
    st.sampled_from(TOWNS),
    st.tuples(st.floats(14, 24.2), st.floats(49, 55)),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)


def tell(number):
    return Facts(f"id-{number}", f"Podmiot {number}", number % 2 == 0, "Gdańsk", "2261")


def dots_of(points, tell=tell):
    lon, lat = (np.array([p[i] for p in points], dtype=np.float64) for i in (0, 1))
    return Dots(lon, lat, np.arange(len(points)) % len(KINDS), KINDS, tell)


def many(n, towns=400, seed=7):
    dice = np.random.default_rng(seed)
    spots = dice.uniform((14.2, 49.1), (24.0, 54.8), (towns, 2))
    return [tuple(p) for p in spots[dice.integers(0, towns, n)]]


def read(tiles):
    return {(z, x, y): json.loads(body) for z, x, y, body in tiles}


def count(tile):
    return sum(g[2] for g in tile["groups"]) + sum(s[2] for s in tile["spots"]) + len(tile["entities"])


def level_of(tiles, level):
    """What a view of a level is made of: its tiles, and the whole ones above."""
    return [t for (z, _, _), t in tiles.items() if z == level or (z < level and t["whole"])]


def ids(tile):
    return [e[3] for e in tile["entities"]] + [e[1] for s in tile["spots"] for e in s[6]]


@given(st.lists(places, max_size=60))
def test_at_every_level_all_points_are_counted_once(points):
    tiles = read(Pyramid(dots_of(points)).tiles())

    for level in range(DEEPEST + 1):
        shown = level_of(tiles, level)
        assert sum(map(count, shown)) == len(points)
        kinds = np.zeros(len(KINDS), dtype=int)
        for tile in shown:
            kinds += np.sum([g[3] for g in tile["groups"]] + [s[3] for s in tile["spots"]] + [kinds * 0], axis=0)
            kinds += np.bincount([e[2] for e in tile["entities"]], minlength=len(KINDS))
        assert kinds.tolist() == np.bincount(np.arange(len(points)) % len(KINDS), minlength=len(KINDS)).tolist()


@given(st.lists(places, min_size=1, max_size=60))
def test_every_sign_lies_in_its_tile_and_no_two_in_one_cell(points):
    for (z, x, y), tile in read(Pyramid(dots_of(points)).tiles()).items():
        assert tile["at"] == [z, x, y] and 0 <= x < 2**z and 0 <= y < 2**z
        signs = [(px, py) for px, py, *_ in tile["groups"]]
        for lon, lat, *_ in (*tile["spots"], *tile["entities"]):
            wx, wy = (float(v[0]) for v in to_world(np.array([lon]), np.array([lat])))
            signs.append(((wx * 2**z - x) * EDGE, (wy * 2**z - y) * EDGE))
        slack = 2**z * EDGE * 2e-7  # degrees are rounded to five decimals, latitudes are stretched towards the poles
        assert all(-slack <= p <= EDGE + slack for sign in signs for p in sign)
        assert len({(px // (EDGE >> CELLS), py // (EDGE >> CELLS)) for px, py, *_ in tile["groups"]}) == len(
            tile["groups"]
        )
        assert len(signs) <= 4**CELLS


@given(
    st.lists(places, min_size=1, max_size=40),
    st.integers(0, DEEPEST),
    st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)),
)
def test_a_tile_counts_the_points_in_its_box(points, level, at):
    x, y = (int(v * 2**level) for v in at)
    dots = dots_of(points)
    wx, wy = to_world(*(np.array([p[i] for p in points]) for i in (0, 1)))
    inside = (np.floor(wx * 2**level) == x) & (np.floor(wy * 2**level) == y)

    assert count(json.loads(Pyramid(dots).tile(level, x, y))) == inside.sum()


@given(st.lists(places, max_size=40), st.lists(st.booleans(), min_size=40, max_size=40))
def test_chosen_dots_are_those_of_a_pyramid_of_their_own(points, wanted):
    chosen = np.flatnonzero(wanted[: len(points)])
    own = Dots(
        *(np.array([points[n][i] for n in chosen], dtype=np.float64) for i in (0, 1)), chosen % len(KINDS), KINDS,
        lambda n: tell(int(chosen[n])),
    )  # fmt: skip

    assert list(Pyramid(dots_of(points).only(chosen)).tiles()) == list(Pyramid(own).tiles())


def test_whole_tiles_have_nothing_below_them_and_the_others_have():
    tiles = read(Pyramid(dots_of(many(3000))).tiles())
    parents = {(z - 1, x // 2, y // 2) for z, x, y in tiles if z}

    assert {place for place, tile in tiles.items() if not tile["whole"]} == parents
    assert not any(tile["groups"] for tile in tiles.values() if tile["whole"])


def test_in_whole_tiles_every_entity_is_named_up_to_a_list():
    tiles = read(Pyramid(dots_of(many(3000))).tiles())
    whole = [t for t in tiles.values() if t["whole"]]
    named = [i for t in whole for i in ids(t)]

    assert (
        len(named)
        == len(set(named))
        == sum(min(s[2], LISTED) for t in whole for s in t["spots"]) + sum(len(t["entities"]) for t in whole)
    )
    assert all(not s[6] for t in tiles.values() if not t["whole"] for s in t["spots"])


def test_a_list_goes_by_number():
    (tile,) = (t for t in read(Pyramid(dots_of([TOWNS[0]] * 25)).tiles()).values())

    assert ids(tile) == [f"id-{n}" for n in range(LISTED)] and count(tile) == 25


def test_those_without_a_place_are_left_out():
    tiles = read(Pyramid(dots_of([(np.nan, np.nan), TOWNS[0], (np.nan, 52.0)])).tiles())

    assert [ids(t) for t in tiles.values()] == [["id-1"]]


def test_nothing_gives_one_empty_tile():
    archive = Archive(write_archive(Pyramid(dots_of([])), {}))

    assert json.loads(unpacked(archive.tile(3, 4, 2))) == {
        "at": [0, 0, 0], "whole": True, "groups": [], "entities": [], "spots": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def points():
    return many(20_000, towns=4000)


def test_the_same_points_give_the_same_bytes(points):
    first, second = (write_archive(Pyramid(dots_of(points)), {"from": "2026-01-01"}) for _ in range(2))

    assert first == second
    assert Archive(first).metadata == {"from": "2026-01-01"}


def test_an_archive_gives_every_tile_the_whole_one_above_or_nothing(points):
    pyramid = Pyramid(dots_of(points))
    archive, tiles = Archive(write_archive(pyramid, {})), {t[:3]: t[3] for t in pyramid.tiles()}
    for place, body in tiles.items():
        assert unpacked(archive.tile(*place)) == body
    for z, x, y in list(tiles)[::7]:
        if z == DEEPEST:
            continue
        for child in ((z + 1, 2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1)):
            found = json.loads(unpacked(archive.tile(*child)))
            if json.loads(tiles[z, x, y])["whole"]:
                assert found["at"] == [z, x, y]
            elif child not in tiles:
                assert (found["at"], found["whole"], count(found)) == (list(child), True, 0)


def test_a_view_is_small_however_many_points_there_are():
    sizes = []
    for n in (10_000, 100_000):
        archive = Archive(write_archive(Pyramid(dots_of(many(n, towns=9000))), {}))
        sizes.append(sum(len(archive.tile(5, x, y)) for x in (17, 18) for y in (10, 11)))

    assert sizes[1] <= 2 * sizes[0] < 30_000


def test_a_picture_counts_all_of_them(points):
    lon, lat, counts = Pyramid(dots_of(points)).groups(5)

    assert counts.sum() == len(points) and len(lon) < 500
    assert (14 < lon).all() and (lon < 24.5).all() and (49 < lat).all() and (lat < 55).all()


def test_names_that_attack_are_text_of_json():
    evil = Facts(f'"><b>{IMG}', EVIL_NAME + "\u2028\x00", True, IMG, "")
    tiles = read(Pyramid(dots_of([TOWNS[0], TOWNS[0], TOWNS[1]], lambda n: evil)).tiles())
    spots = [s for t in tiles.values() for s in t["spots"]]

    assert {e[4] for t in tiles.values() for e in t["entities"]} == {evil.name}
    assert spots and all(s[4] == IMG for s in spots)
