"""What one map shows on one day."""

import re

import pytest
import shapely

from ses_map.lookup import coverage_rows
from ses_map.maps.fills import COLOURS, STANDINGS
from ses_map.maps.render import charts
from ses_map.maps.texts import map_texts
from ses_map.maps.view import Atlas, LabelPlaces
from ses_map.vocabulary import STANDING_NAMES
from tests.builders import ROPS_MEETING, TODAY, day, real_layer, say
from tests.map_builders import mapped

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def atlas(snapshot):
    return Atlas(snapshot)


@pytest.fixture(scope="module")
def layers(snapshot):
    return {c.slug: c.units for c in charts(snapshot)}


@pytest.fixture(scope="module")
def poland(atlas, layers):
    return atlas.on(layers["polska"], TODAY)


def test_the_charts_are_the_country_and_16_voivodeships(snapshot):
    titles = {c.slug: c.title for c in charts(snapshot)}

    assert len(titles) == 17
    assert (titles["polska"], titles["warminsko-mazurskie"]) == ("Polska", "Województwo warmińsko-mazurskie")


def test_the_country_shows_380_powiats_and_two_gminas_with_claims_of_their_own(poland):
    assert sorted(len(u) for u in poland["units"]).count(4) == 380
    assert [u for u in poland["units"] if len(u) == 6] == ["200212", "200215"]


def test_the_units_of_the_voivodeships_are_those_of_the_country(layers):
    parts = [set(layer.codes) for slug, layer in layers.items() if slug != "polska"]

    assert set().union(*parts) == set(layers["polska"].codes)
    assert sum(map(len, parts)) == len(layers["polska"].codes)


@pytest.mark.parametrize("on", [ROPS_MEETING, TODAY, day("1900-01-01"), day("2099-12-31")])
def test_a_unit_is_drawn_as_the_look_up_answers(atlas, layers, finder, on):
    view = atlas.on(layers["polska"], on)
    numbers = atlas.numbers

    for row in coverage_rows(finder, on):
        drawn = view["units"][row.teryt]
        shown = row.coverage.serving or row.coverage.last_known
        assert drawn.name.startswith(row.name)
        assert STANDINGS[drawn.standing] == row.standing
        assert [(c.number, STANDINGS[c.standing]) for c in drawn.centres] == [
            (numbers[s.centre_id], s.standing) for s in shown
        ]
        assert drawn.gap == (row.coverage.reason == "gap")


def test_namesakes_are_told_apart_on_the_map_of_the_country(poland):
    """Ten names are carried by two powiats each: a card that says "powiat bielski" does not say which."""
    names = [name for name, *_ in poland["units"].values()]

    assert {n for n in names if names.count(n) > 1} == set()


def test_units_name_the_source_or_the_end(poland):
    """Codes, of which the page's script makes a sentence in the page's language."""
    notes = {code: [tuple(c[2:]) for c in poland["units"][code].centres] for code in poland["units"]}
    said = [(drawn, note) for code, drawn in poland["units"].items() for note in notes[code]]

    assert [until for _, until, _ in notes["2214"]] == ["2023-09-30"]
    assert notes["0202"] == [("2016-06", "", 1)]
    assert all(until < str(TODAY) for drawn, (_, until, _) in said if STANDINGS[drawn.standing] == "ended")
    assert all(not until or until >= str(TODAY) for drawn, (_, until, _) in said if drawn.standing < 2)


def test_each_of_several_centres_stands_for_itself():
    """An old claim beside a recent one does not become recent by it, and the colour is that of the recent one."""
    atlas = Atlas(mapped("020101 020201", "0201>a~2014 0201>b~2025 0202>a~2014"))
    layer = atlas.snapshot.layer("units/polska")
    coverage = atlas.claims.on("0201", TODAY)
    view = atlas.on(layer, TODAY)
    several, alone = (view["units"][code] for code in layer.codes)
    colour = atlas.colours

    assert [(c.number, STANDINGS[c.standing]) for c in several.centres] == [(1, "unconfirmed"), (2, "confirmed")]
    assert (STANDINGS[several.standing], STANDINGS[alone.standing]) == ("confirmed", "unconfirmed")
    assert atlas.fill(coverage) == f"url(#ses-confirmed-{colour['b']}-{colour['a']})"
    assert view["fills"][several.fill] == atlas.fill(coverage)
    assert sorted(text for _, _, text in view["labels"]) == ["1", "1+2"]


def test_only_centres_that_are_on_the_map_are_listed(poland, atlas):
    shown = {c.number for unit in poland["units"].values() for c in unit.centres}

    assert set(poland["centres"]) == shown
    assert all(atlas.numbers[c] == n for n, (c, _, _) in poland["centres"].items())


def test_numbers_go_from_one_in_the_order_of_voivodeships(atlas, snapshot):
    assert sorted(atlas.numbers.values()) == list(range(1, len(snapshot.registry.centres) + 1))
    regions = [c.voivodeship for c in snapshot.registry.centres]
    assert regions == sorted(regions)


def test_a_centre_has_one_number_and_colour_on_every_map(atlas, layers):
    seen: dict[int, set[tuple[str, int]]] = {}
    for layer in layers.values():
        for number, (centre, _, colour) in atlas.on(layer, TODAY)["centres"].items():
            seen.setdefault(number, set()).add((centre, colour))

    assert all(len(signs) == 1 for signs in seen.values())


def _numbers(unit):
    return [c.number for c in unit.centres]


def test_centres_that_touch_differ_in_colour_on_every_day(atlas, layers):
    """Every pair of units that touch, on the first day of every period."""
    layer = layers["polska"]
    left, right = shapely.STRtree(layer.polygons).query(layer.polygons, predicate="intersects")
    pairs = [(layer.codes[one], layer.codes[two]) for one, two in zip(left, right, strict=True) if one <= two]
    touched, places = set(), LabelPlaces(layer)
    for first in atlas.claims.epochs:
        units = atlas.on(layer, first, names=False, places=places)["units"]
        touched |= {
            frozenset((a, b))
            for one, two in pairs
            for a in _numbers(units[one])
            for b in _numbers(units[two])
            if a != b
        }
    colour = {n: atlas.colours[c] for c, n in atlas.numbers.items()}

    assert len(pairs) > 1000 and len(touched) > 100
    assert [pair for pair in touched if len({colour[n] for n in pair}) == 1] == []
    assert set(colour.values()) == set(range(len(COLOURS)))


@pytest.mark.parametrize("slug", ["polska", "pomorskie", "podlaskie", "mazowieckie"])
@pytest.mark.parametrize("on", [ROPS_MEETING, TODAY])
def test_a_label_lies_in_the_area_that_it_numbers(atlas, layers, slug, on):
    layer = layers[slug]
    view = atlas.on(layer, on)
    for lat, lon, text in view["labels"]:
        held = [c for c, p in zip(layer.codes, layer.polygons, strict=True) if p.contains(shapely.Point(lon, lat))]
        assert len(held) == 1
        assert sorted(map(int, text.split("+"))) == sorted(_numbers(view["units"][held[0]]))


def test_every_centre_on_the_map_has_a_label(atlas, layers):
    view = atlas.on(layers["polska"], TODAY)

    assert {int(n) for _, _, text in view["labels"] for n in text.split("+")} == set(view["centres"])


@pytest.mark.parametrize("slug", ["pomorskie", "slaskie"])
def test_names_lie_in_their_units(atlas, layers, slug):
    layer = layers[slug]
    names = atlas.on(layer, TODAY)["names"]

    assert len(names) == len(layer.codes)
    for code, (lat, lon, text) in zip(layer.codes, names, strict=True):
        assert layer.by_code[code].contains(shapely.Point(lon, lat)), text


def test_the_country_has_no_names(atlas, layers):
    assert atlas.on(layers["polska"], TODAY, names=False)["names"] == []


def test_bounds_are_corners_in_latitude_longitude_order(poland):
    (south, west), (north, east) = poland["bounds"]

    assert 48.9 < south < 49.1 and 54.7 < north < 54.9
    assert 14.0 < west < 14.3 and 24.0 < east < 24.3


def test_links_can_be_left_out(atlas, layers):
    assert atlas.on(layers["pomorskie"], TODAY, links=False)["links"] is None
    assert atlas.on(layers["pomorskie"], TODAY)["links"] == {"powiat": "/powiat/", "centre": "/owes/"}


@pytest.mark.parametrize(
    ("claims", "drawn"),
    [
        ("0201>a~2025", "#"),
        ("0201>a@..2030-01-01", "#"),
        ("0201>a~2019", "url(#ses-unconfirmed-"),
        ("0201>a", "url(#ses-unconfirmed-"),
        ("0201>a~2025 0201>b~2025", "url(#ses-confirmed-"),
        ("0201>a~2019 0201>b~2018", "url(#ses-unconfirmed-"),
        ("0201>a@..2020-01-01", "url(#ses-ended-"),
        ("0202>a~2025", "url(#ses-none)"),
        ("!0201>a~2025 0202>a~2025", "url(#ses-none)"),
    ],
)
def test_each_way_to_be_served_is_drawn_its_own_way(claims, drawn):
    atlas = Atlas(mapped("020101 020201", claims))
    coverage = atlas.claims.on("0201", TODAY)

    assert re.sub(r"[0-9a-f]{6}$|\d[-\d]*\)$", "", atlas.fill(coverage)) == drawn, say(coverage)
    assert bool(re.search(r"-\d-\d", atlas.fill(coverage))) is coverage.is_overlap


def test_a_known_gap_and_no_source_are_drawn_alike_and_told_apart():
    world = mapped("020101 020201", "!0201>a~2025")
    view = Atlas(world).on(world.layer("units/polska"), TODAY)
    gap, unknown = view["units"].values()

    assert (gap.fill, gap.standing) == (unknown.fill, unknown.standing)
    assert (gap.gap, unknown.gap) == (1, 0)


def test_each_standing_has_its_text():
    texts = map_texts()

    assert len(set(texts["standing"])) == len(STANDINGS)
    assert len({*texts["standing"], texts["gap"], texts["several"]}) == len(STANDINGS) + 2
    assert len(set(texts["each"])) == len(STANDINGS)
    assert tuple(STANDING_NAMES) == STANDINGS


def test_the_layer_on_disk_is_the_2477_gminas_that_the_map_is_made_of(layers, snapshot):
    gminy = [c.gminy for c in charts(snapshot) if c.gminy]

    assert sum(len(g.codes) for g in gminy) == len(real_layer()) == 2477
    units = {code[:4] for g in gminy for code in g.codes}
    assert units == {code[:4] for code in layers["polska"].codes}
