"""Snapshots: the content is the id, and what is written comes back."""

import hashlib
import zipfile

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ses_map.model import (
    Assignment,
    Confidence,
    Effect,
    Entity,
    PointCheck,
    Problem,
    Provenance,
    Registry,
    Severity,
)
from ses_map.snapshot import Layer, Snapshot, decode, decode_layer, encode, encode_layer, registry_files
from tests.builders import country, registry, squares

FILES = {"a.json": b"1", "b/c.npz": b"2"}

text = st.text()
dates = st.none() | st.dates()
problems = st.builds(Problem, text, text, st.sampled_from(Severity), text, text, st.integers(0), text, text)
provenances = st.builds(Provenance, text, text, text)
assignments = st.builds(
    Assignment, text, st.sampled_from(Effect), text, text, dates, dates, st.sampled_from(Confidence), text,
    provenances, st.integers(0),
)  # fmt: skip
lists = st.lists(text).map(tuple)
entities = st.builds(
    Entity,
    text,
    text,
    text,
    text,
    lists,
    text,
    text,
    text,
    text,
    text,
    text,
    text,
    text,
    text,
    text,
    source=provenances,
)


def test_the_id_is_sixteen_hexadecimal_digits():
    assert len(Snapshot(FILES).id) == 16
    assert int(Snapshot(FILES).id, 16) >= 0


def test_the_same_content_has_the_same_id_in_any_order():
    assert Snapshot(FILES).id == Snapshot(dict(reversed(FILES.items()))).id


@pytest.mark.parametrize(
    "other",
    [
        {"a.json": b"1"},
        {"a.json": b"2", "b/c.npz": b"1"},
        {"a.json": b"1", "b/c.npz": b"2 "},
        {"a.json": b"1", "b/d.npz": b"2"},
        FILES | {"empty": b""},
        {},
    ],
)
def test_any_other_content_has_another_id(other):
    assert Snapshot(other).id != Snapshot(FILES).id


def test_digests_are_sha256_by_name():
    assert Snapshot(FILES).digests == {n: hashlib.sha256(d).hexdigest() for n, d in FILES.items()}


def test_further_files_make_another_snapshot_and_leave_the_first():
    first = Snapshot(FILES)
    second = first.with_files({"assets/map.js": b"3"})

    assert dict(second.files) == FILES | {"assets/map.js": b"3"}
    assert dict(first.files) == FILES
    assert second.id != first.id


@given(st.lists(problems))
def test_problems_come_back(listed):
    assert decode(tuple[Problem, ...], encode(listed)) == tuple(listed)


@given(assignments)
def test_claims_come_back_with_their_days(claim):
    assert decode(Assignment, encode(claim)) == claim


@given(entities)
def test_entities_come_back_with_any_text(entity):
    assert decode(Entity, encode(entity)) == entity


@pytest.mark.realdata
def test_the_real_registry_comes_back(snapshot):
    again = Snapshot(registry_files(snapshot.registry))

    assert again.registry == snapshot.registry and len(again.registry.entities) > 300
    assert again.files.items() <= snapshot.files.items()


def test_a_snapshot_reads_what_was_written():
    made = country("020101 020201", "0201>a")

    assert made.registry == registry(["020101", "020201"], "0201>a")
    assert made.points == PointCheck(0, 0)
    assert made.problems == ()
    assert made.sources == ()
    assert made.gminy.codes == ("020101", "020201")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Registry, b""),
        (Registry, b"{"),
        (Registry, b"{}"),
        (Registry, b'{"voivodeships":[],"and":1}'),
        (Registry, b"[]"),
        (Problem, b'{"code":"a","subject":"b","severity":"mild","detail":"c"}'),
        (PointCheck, b"null"),
        (PointCheck, b'{"checked":1,"outside":1}'),
        (tuple[Problem, ...], b"7"),
    ],
)
def test_what_is_not_of_the_kind_is_refused(kind, data):
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode(kind, data)


def shapes() -> Layer:
    """A polygon, one with a hole, and one of two parts, one of which has a hole."""
    plain, other, far = squares("a", "b", "c").geometry
    holed = shapely.difference(other, other.centroid.buffer(1000, quad_segs=2))
    parts = shapely.MultiPolygon([far, shapely.affinity.translate(holed, 0, 50_000)])
    return Layer(("020101", "020102", "0202"), np.array([plain, holed, parts], dtype=object))


def test_a_layer_comes_back_vertex_by_vertex():
    before, after = shapes(), decode_layer(encode_layer(shapes()))

    assert after.codes == before.codes
    assert [g.geom_type for g in after.polygons] == ["Polygon", "Polygon", "MultiPolygon"]
    assert all(a.equals_exact(b) for a, b in zip(after.polygons, before.polygons, strict=True))
    assert after.by_code["0202"] is after.polygons[2]


def test_the_same_layer_gives_the_same_bytes():
    assert encode_layer(shapes()) == encode_layer(shapes())
    assert encode_layer(decode_layer(encode_layer(shapes()))) == encode_layer(shapes())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", encode_layer(shapes())[:-30]])
def test_a_damaged_layer_is_not_read(data):
    with pytest.raises((ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile)):
        decode_layer(data)
