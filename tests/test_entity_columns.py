"""Entities as columns: what goes in comes out, whatever the texts are, and the same goes in the same file."""

import zipfile
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.entities import NO_ENTITIES, Collector, Entities, Listed, Texts, collect, decode_entities, encode_entities
from ses_map.model import Entity, Provenance
from ses_map.snapshot import Snapshot, registry_files
from ses_map.spelling import collation, fold
from tests.builders import country, registry

text = st.text(max_size=12) | st.sampled_from(("", "ul. Ż", "Łódź", "a\nb", 'x";[', "\x00", "🏠", "İ", "zażółć"))
lists = st.lists(text, max_size=3).map(tuple)
days = st.none() | st.dates() | st.sampled_from((date.min, date.max))
degrees = st.none() | st.floats(-180, 180)
entities = st.builds(
    Entity, text, text, text, text, lists, text, text, text, text, text, text, text, text, text,
    text, text, degrees, degrees, days, days, lists, lists, st.none() | st.integers(0, 999_999),
    source=st.builds(Provenance, text, text, text),
)  # fmt: skip
registries = st.lists(entities, max_size=4).map(tuple)


@given(registries)
def test_entities_come_back_as_they_were(rows):
    found = decode_entities(encode_entities(collect(rows)))

    assert found == rows == tuple(found) and rows == found
    assert [found[n] for n in range(-len(rows), len(rows))] == [*rows, *rows]
    assert found[1:] == rows[1:] and found[::-1] == rows[::-1]


@given(registries)
def test_the_same_entities_give_the_same_bytes(rows):
    data = encode_entities(collect(rows))

    assert encode_entities(collect(rows)) == data == encode_entities(decode_entities(data))
    assert collect(rows) == decode_entities(data)


@given(registries)
def test_names_are_sorted_as_everywhere(rows):
    found = collect(rows)

    assert list(Listed(found, found.order)) == sorted(rows, key=lambda e: (collation(e.name), e.id))
    assert list(Listed(found, found.stable_order)) == sorted(rows, key=lambda e: collation(e.name))


@given(registries)
def test_an_id_leads_to_its_last_entity(rows):
    by_id, wanted = collect(rows).by_id, {e.id: e for e in rows}

    assert {i: by_id[i] for i in by_id} == wanted
    assert by_id.get("no such id") is None and "no such id" not in by_id and 7 not in by_id
    assert all(i in by_id for i in wanted)


@given(registries)
def test_what_is_compared_is_folded(rows):
    found = collect(rows)

    assert list(found.folded("name")) == [fold(e.name) for e in rows]
    towns = found.folded("town")
    assert [towns[c] for c in found.codes("town").tolist()] == [fold(e.town) for e in rows]


@given(st.lists(text), text, st.booleans())
def test_words_are_found_where_they_are(listed, word, at_start):
    texts = _texts(listed)
    wanted = [f" {word}" in f" {t}" if at_start else word in t for t in listed]

    assert list(texts) == listed == texts[:]
    assert texts.containing(word, at_start).tolist() == wanted
    assert texts.equal(word) == [n for n, t in enumerate(listed) if t == word]


def _texts(listed: list[str]) -> Texts:
    coded = [t.encode() for t in listed]
    starts = np.cumsum([0, *map(len, coded)]).astype(np.uint32)
    return Texts(np.frombuffer(b"".join(coded) or b"", dtype=np.uint8), starts)


def test_batches_make_what_rows_make():
    made = [_entity(f"e{n}", town=f"T{n % 7}", jobs=n or None) for n in range(25)]
    collector = Collector()
    for first in range(0, 25, 10):
        collector.add(_columns(made[first : first + 10]))

    assert encode_entities(collector.entities()) == encode_entities(collect(made))


def _columns(rows: list[Entity]) -> dict[str, list[object]]:
    found = {name: [getattr(e, name) for e in rows] for name in Entity.__dataclass_fields__ if name != "source"}
    return found | {f"source_{n}": [getattr(e.source, n) for e in rows] for n in ("url", "title", "date")}


def _entity(id: str, **changes: object) -> Entity:
    texts = dict.fromkeys(
        ("kind", "operator", "powiat", "powiat_basis", "voivodeship", "town", "street", "postcode", "website",
         "activity", "status_ps", "confidence"), "",
    )  # fmt: skip
    return Entity(**{"id": id, "name": id, "founders": (), "source": Provenance("", "", ""), **texts, **changes})


def test_a_snapshot_keeps_them_in_a_file_of_their_own():
    made = registry(["020101"], "0201>a")
    rows = (_entity("b"), _entity("a", founders=("B", "C")))
    files = registry_files(type(made)(**{n: getattr(made, n) for n in made.__slots__} | {"entities": rows}))
    found = country("020101", "0201>a").with_files(files)

    assert b"entities" not in found.files["registry.json"]
    assert isinstance(found.registry.entities, Entities) and found.registry.entities == rows
    assert Snapshot({"registry.json": files["registry.json"]}).registry.entities == NO_ENTITIES == ()


def test_columns_are_not_copied():
    data = encode_entities(collect([_entity("a")]))
    found = decode_entities(data)

    assert all(
        np.shares_memory(column, np.frombuffer(data, np.uint8)) for column in found.arrays.values() if column.size
    )
    assert all(column.flags.aligned and not column.flags.writeable for column in found.arrays.values())


WHOLE = encode_entities(collect([_entity("a")]))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", WHOLE[:-30], WHOLE.replace(b"'|u1'", b"'|O '"), b"x" * 500])
def test_a_damaged_file_is_not_read(data):
    with pytest.raises((ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile)):
        decode_entities(data)
