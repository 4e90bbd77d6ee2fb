"""What one map shows on one day."""

import pytest
import shapely

from ses_map.lookup import coverage_rows
from ses_map.maps import COLOURS, STATUSES, Atlas
from ses_map.maps.render import charts
from ses_map.maps.texts import map_texts
from ses_map.maps.view import status
from tests.builders import ROPS_MEETING, TODAY, country, day, real_layer, say

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
        name, drawn, centres, _ = view["units"][row.teryt]
        assert name.startswith(row.name)
        assert STATUSES[drawn] == row.status
        assert centres == [numbers[c.id] for c in row.centres]


def test_namesakes_are_told_apart_on_the_map_of_the_country(poland):
    """Ten names are carried by two powiats each: a card that says "powiat bielski" does not say which."""
    names = [name for name, *_ in poland["units"].values()]

    assert {n for n in names if names.count(n) > 1} == set()


def test_units_name_the_source_or_the_end(poland):
    """Codes, of which the page's script makes a sentence in the page's language."""
    assert poland["units"]["2214"][3] == ["ended", "2023-09-30"]
    assert poland["units"]["2207"][3] == ["source", "2019-04-17", "", 0]
    assert poland["units"]["0202"][3] == ["source", "2016-06", "", 1]
    assert poland["units"]["0601"][3] == []


def test_only_centres_that_are_on_the_map_are_listed(poland, atlas):
    shown = {n for unit in poland["units"].values() for n in unit[2]}

    assert set(poland["centres"]) == shown
    assert all(atlas.numbers[c] == n for n, (c, _, _) in poland["centres"].items())


def test_numbers_are_one_to_63_in_the_order_of_voivodeships(atlas, snapshot):
    assert sorted(atlas.numbers.values()) == list(range(1, 64))
    regions = [c.voivodeship for c in snapshot.registry.centres]
    assert regions == sorted(regions)


def test_a_centre_has_one_number_and_colour_on_every_map(atlas, layers):
    seen: dict[int, set[tuple[str, int]]] = {}
    for layer in layers.values():
        for number, (centre, _, colour) in atlas.on(layer, TODAY)["centres"].items():
            seen.setdefault(number, set()).add((centre, colour))

    assert all(len(signs) == 1 for signs in seen.values())


def test_centres_that_touch_differ_in_colour_on_every_day(atlas, layers):
    """Every pair of units that touch, on the first day of every period."""
    layer = layers["polska"]
    left, right = shapely.STRtree(layer.polygons).query(layer.polygons, predicate="intersects")
    pairs = [(layer.codes[one], layer.codes[two]) for one, two in zip(left, right, strict=True) if one <= two]
    touched = set()
    for first in atlas.claims.epochs:
        units = atlas.on(layer, first)["units"]
        touched |= {frozenset((a, b)) for one, two in pairs for a in units[one][2] for b in units[two][2] if a != b}
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
        assert int(text) in view["units"][held[0]][2]


def test_every_centre_on_the_map_has_a_label(atlas, layers):
    view = atlas.on(layers["polska"], TODAY)

    assert {int(text) for _, _, text in view["labels"]} == set(view["centres"])


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
        ("0201>a", "found"),
        ("0201>a 0201>b", "overlap"),
        ("0201>a@..2020-01-01", "expired"),
        ("0202>a", "no-source"),
        ("!0201>a 0202>a", "gap"),
    ],
)
def test_each_way_to_be_served_is_drawn_its_own_way(claims, drawn):
    coverage = Atlas(country("020101 020201", claims)).claims.on("0201", TODAY)

    assert status(coverage) == drawn, say(coverage)


def test_each_status_has_its_text():
    texts = map_texts()

    assert len(texts["status"]) == len(set(texts["status"])) == len(STATUSES)


def test_the_layer_on_disk_is_the_2477_gminas_that_the_map_is_made_of(layers, snapshot):
    gminy = [c.gminy for c in charts(snapshot) if c.gminy]

    assert sum(len(g.codes) for g in gminy) == len(real_layer()) == 2477
    units = {code[:4] for g in gminy for code in g.codes}
    assert units == {code[:4] for code in layers["polska"].codes}
