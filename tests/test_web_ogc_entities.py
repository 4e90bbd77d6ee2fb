"""Entities as features out of columns: the same as out of rows, whatever is asked."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from ses_map.errors import NotFoundError
from ses_map.snapshot import registry_files
from ses_map.web.publish.ogc.catalogue import COLLECTIONS
from ses_map.web.publish.ogc.features import EntityFeatures, Features
from ses_map.web.publish.ogc.items_query import ItemsQuery, Period
from ses_map.web.publish.ogc.rows import of_entity
from ses_map.web.publish.ogc.shapes import DrawnShapes
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from tests.builders import TODAY, day
from tests.many import many_entities

pytestmark = pytest.mark.realdata

BOXES = ((14.0, 49.0, 19.0, 52.0), (17.0, 51.0, 21.5, 54.0), (0.0, 0.0, 1.0, 1.0))
DAYS = (None, day("2010-01-01"), day("2018-01-01"), day("2025-12-31"), TODAY)


@pytest.fixture(scope="module")
def both(snapshot):
    """Generated entities among real ones, as features out of columns and out of rows."""
    many = many_entities(snapshot, 300)
    mixed = (*many.registry.entities, *snapshot.registry.entities[:100])
    loaded = LoadedSnapshot(many.with_files(registry_files(replace(many.registry, entities=mixed))))
    collection = COLLECTIONS["podmioty"]
    told = {e.id: of_entity(loaded, e, loaded.spots.get(e.id)) for e in loaded.snapshot.registry.entities}
    points = {code: Point(spot.lon, spot.lat) for code, spot in loaded.spots.items()}
    return EntityFeatures(loaded, collection), Features(collection, told, DrawnShapes(told, points))


def test_every_feature_is_written_alike(both):
    columns, plain = both

    assert len(columns) == len(plain.ids) == 400
    assert [orjson.dumps(columns.written(n)) for n in range(400)] == [
        orjson.dumps(plain.written(n)) for n in range(400)
    ]
    assert (columns.begun, columns.drawn.extent) == (plain.begun, plain.drawn.extent)


@pytest.mark.parametrize("name", [p.name for p in COLLECTIONS["podmioty"].properties])
def test_every_value_of_a_property_finds_the_same(both, name):
    columns, plain = both
    values = {row[name] for row in plain.rows if row[name] is not None}
    strange = {True, False} if name == "is_own_point" else {-1, 999_999} if name == "jobs" else {"", "nic takiego"}

    assert values, "no row has a value"
    for value in sorted(values, key=str)[:40] + sorted(strange, key=str):
        asked = ItemsQuery(None, values=((name, value),))
        assert list(columns.matching(asked)) == list(plain.matching(asked)), value


@given(
    st.none() | st.builds(Period, st.sampled_from(DAYS), st.sampled_from(DAYS)),
    st.none() | st.lists(st.sampled_from(BOXES), min_size=1, max_size=2).map(tuple),
    st.sampled_from(((), (("kind", "zaz"),), (("kind", "cis"), ("status_ps", "yes")))),
)
def test_days_boxes_and_values_find_the_same(both, period, boxes, values):
    columns, plain = both
    asked = ItemsQuery(period, boxes, values=values)

    assert list(columns.matching(asked)) == list(plain.matching(asked))


def test_an_id_has_its_number_and_another_none(both):
    columns, plain = both

    assert [columns.number(i) for i in plain.ids] == list(range(400))
    with pytest.raises(NotFoundError, match="nobody"):
        columns.number("nobody")
