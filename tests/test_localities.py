"""Localities as columns: what goes in comes out, sorted and once."""

from hypothesis import given
from hypothesis import strategies as st

from ses_map.localities import NO_PLACES, Place, PlaceKind, collect, decode_places, encode_places

_NAMES = st.text("ąćęłńóśźżabc -ŁŻ", min_size=1, max_size=12).map(str.strip).filter(bool)
_PLACES = st.builds(
    Place,
    simc=st.integers(0, 9_999_999).map("{:07d}".format),
    name=_NAMES,
    kind=st.sampled_from(PlaceKind),
    sort=st.sampled_from(["wieś", "miasto", "część miasta"]),
    parent=st.one_of(st.just(""), _NAMES),
    gmina=st.sampled_from(["020101", "220703", "326201"]),
    lat=st.one_of(st.none(), st.integers(49_0000, 55_0000).map(lambda v: v / 10_000)),
    lon=st.one_of(st.none(), st.integers(14_0000, 24_0000).map(lambda v: v / 10_000)),
)


@given(st.lists(_PLACES, max_size=20, unique_by=lambda p: p.simc))
def test_written_and_read_back(places):
    columns = decode_places(encode_places(collect(places)))
    back = [columns.place(n) for n in range(len(columns))]

    assert sorted(back, key=lambda p: p.simc) == sorted(places, key=lambda p: p.simc)
    assert list(columns.keys) == sorted(columns.keys)
    assert all(back[columns.number_of(p.simc)] == p for p in places)


@given(st.lists(_PLACES, max_size=8, unique_by=lambda p: p.simc), st.randoms())
def test_the_order_of_the_input_does_not_matter(places, dice):
    shuffled = dice.sample(places, len(places))

    assert encode_places(collect(places)) == encode_places(collect(shuffled))


def test_none_are_none():
    assert len(NO_PLACES) == 0
    assert [NO_PLACES.number_of(t) for t in ("0934234", "", "abc", "²²²²²²²")] == [None] * 4
