"""Entities stand where their source or their town says, and nowhere when that is in doubt."""

from dataclasses import replace

import pytest

from ses_map.entities import Spot
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.spelling import fold

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def index(snapshot):
    return Search(snapshot).index


@pytest.fixture(scope="module")
def entity(snapshot):
    return next(e for e in snapshot.registry.entities if e.town == "Jarocin")


def test_an_own_point_comes_before_the_town(entity, index):
    own = replace(entity, lat=51.9, lon=17.5)
    assert find_spots([own], index) == {entity.id: Spot(51.9, 17.5, True)}


def test_a_town_is_its_official_point(entity, index):
    spot = find_spots([entity], index)[entity.id]
    assert (round(spot.lat, 1), round(spot.lon, 1), spot.is_own) == (52.0, 17.5, False)


@pytest.mark.parametrize("change", [{"town": ""}, {"town": "Nibylandia"}, {"powiat": "", "gmina": ""}])
def test_doubt_leaves_an_entity_off_the_map(entity, index, change):
    assert find_spots([replace(entity, **change)], index) == {}


def test_most_entities_of_the_registry_have_a_spot_in_their_powiat(snapshot, index):
    entities = snapshot.registry.entities
    spots = find_spots(entities, index)
    assert len(spots) >= 0.9 * len(entities)
    for entity in (e for e in entities if e.id in spots and not spots[e.id].is_own):
        assert any(e.unit.startswith(entity.powiat) for e in index.exact(fold(entity.town)))
