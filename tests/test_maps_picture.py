"""The map as one drawing: for browsers without JavaScript and for paper."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ses_map.lookup import coverage_rows
from ses_map.maps import Pictures
from ses_map.snapshot import Layer, encode_layer
from tests.builders import ROPS_MEETING, TODAY, country, registry
from tests.web_builders import EVIL_NAME

pytestmark = pytest.mark.realdata

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "defs", "pattern", "rect", "path", "title", "text"}


@pytest.fixture(scope="module")
def pictures(snapshot):
    return Pictures(snapshot)


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def units(tree: ElementTree.Element) -> list[ElementTree.Element]:
    return [p for p in tree.findall(f"{SVG}path") if p.find(f"{SVG}title") is not None]


def rings(tree: ElementTree.Element) -> list[ElementTree.Element]:
    return [p for p in tree.findall(f"{SVG}path") if p.get("fill") == "none"]


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
@pytest.mark.parametrize("slug", ["polska", "pomorskie", "podlaskie"])
def test_every_unit_is_one_path_that_says_who_serves_it(pictures, snapshot, finder, slug, on):
    prefix = "" if slug == "polska" else next(v.teryt for v in snapshot.registry.voivodeships if v.slug == slug)
    rows = {r.teryt: r for r in coverage_rows(finder, on, prefix)}
    tree = read(pictures.draw(slug, on))
    titles = [p.find(f"{SVG}title").text for p in units(tree)]
    wanted = [", ".join([snapshot.names.told_apart(u, on), *(c.name for c in r.centres)]) for u, r in rows.items()]

    assert sorted(titles) == sorted(wanted)
    assert {p.get("fill-rule") for p in tree.findall(f"{SVG}path")} == {"evenodd"}


def test_it_is_well_formed_and_fetches_and_runs_nothing(pictures, snapshot):
    for slug in ("polska", *(v.slug for v in snapshot.registry.voivodeships)):
        text = pictures.draw(slug, TODAY, "2207")
        tree = read(text)
        names = [a.rpartition("}")[2] for e in tree.iter() for a in e.attrib]
        assert {e.tag for e in tree.iter()} <= {SVG + e for e in ELEMENTS}
        assert [a for a in names if a in ("href", "style", "class") or a.startswith("on")] == []
        assert text.count("http") == 1, "only the name space"
        assert "<!" not in text and "<?" not in text


@pytest.mark.parametrize("slug", ["polska", "pomorskie"])
def test_the_same_input_gives_the_same_bytes(pictures, snapshot, slug):
    assert pictures.draw(slug, TODAY, "2207") == Pictures(snapshot).draw(slug, TODAY, "2207")


def test_every_pattern_that_is_used_is_there_once(pictures):
    tree = read(pictures.draw("polska", TODAY))
    ids = [p.get("id") for p in tree.iter(f"{SVG}pattern")]
    used = {u for p in units(tree) for u in re.findall(r"url\(#(.+)\)", p.get("fill"))}

    assert len(ids) == len(set(ids)) and used <= set(ids)
    assert {"ses-unknown"} < used, "colour is never alone: what is not found has a pattern"


def test_the_statuses_are_drawn_apart(pictures, finder, snapshot):
    tree = read(pictures.draw("polska", TODAY))
    drawn = {p.find(f"{SVG}title").text.split(",")[0]: p.get("fill") for p in units(tree)}
    begin = {
        "found": "#",
        "expired": "url(#ses-expired-",
        "no-source": "url(#ses-unknown)",
        "overlap": "url(#ses-overlap-",
    }
    for row in coverage_rows(finder, TODAY):
        fill = drawn[snapshot.names.told_apart(row.teryt, TODAY)]
        assert fill.startswith(begin[row.status]), row.name


def test_a_powiat_is_outlined(pictures, snapshot):
    (ring,) = rings(read(pictures.draw("podlaskie", TODAY, "2002")))
    plain = read(pictures.draw("podlaskie", TODAY))
    codes = [c for c in snapshot.layer("units/polska").codes if c.startswith("20")]
    own = [p.get("d") for c, p in zip(codes, units(plain), strict=True) if c.startswith("2002")]

    assert len(own) == 3 and ring.get("d") == "".join(own)
    assert rings(plain) == []


@pytest.mark.parametrize("focus", ["", "2299", "22", "220701", "x", "<script>", '"', "\x00", "2" * 10_000])
def test_anything_else_outlines_nothing(pictures, focus):
    assert pictures.draw("pomorskie", TODAY, focus) == pictures.draw("pomorskie", TODAY)


def test_numbers_stand_in_the_areas_of_their_centres(pictures, snapshot):
    tree = read(pictures.draw("pomorskie", TODAY))
    numbers = {e.text for e in tree.iter(f"{SVG}text")}
    wanted = {str(n) for n, c in enumerate(snapshot.registry.centres, 1) if c.voivodeship == "22"}

    assert numbers and numbers <= wanted


@pytest.mark.parametrize("slug", ["polska", "pomorskie", "slaskie"])
def test_everything_lies_on_the_sheet(pictures, slug):
    tree = read(pictures.draw(slug, TODAY))
    _, _, wide, high = map(int, tree.get("viewBox").split())
    for path in units(tree):
        for first, steps in re.findall(r"M(-?\d+,-?\d+)l([^z]*)z", path.get("d")):
            x, y = map(int, first.split(","))
            for dx, dy in (map(int, s.split(",")) for s in steps.split()):
                x, y = x + dx, y + dy
                assert 0 <= x <= wide and 0 <= y <= high


def test_a_picture_is_small(pictures, snapshot):
    assert len(pictures.draw("polska", TODAY)) < 200_000
    assert len(pictures.draw("pomorskie", TODAY)) < 60_000


GMINY = ("020101", "020201", "020301", "020401", "020501")
CLAIMS = "0201>a 0202>b@..2020-12-31 0203>a 0203>b !0204>a"


def drawing(name: str = "OWES", focus: str = "") -> ElementTree.Element:
    """Five squares in a row: found, expired, overlap, gap, no source; every centre and powiat has the name."""
    made = registry(GMINY, CLAIMS)
    centres = tuple(replace(c, name=name) for c in made.centres)
    powiaty = tuple(replace(p, name=name) for p in made.powiaty)
    world = country(" ".join(GMINY), registry=replace(made, centres=centres, powiaty=powiaty))
    layer = Layer(tuple(c[:4] for c in GMINY), world.gminy.polygons)
    return read(
        Pictures(world.with_files({"layers/units/polska.npz": encode_layer(layer)})).draw("polska", TODAY, focus)
    )


def test_every_status_has_its_own_fill():
    fills = [p.get("fill") for p in units(drawing())]

    assert [re.sub(r"[0-9a-f]{6}|\d", "", f) for f in fills] == [
        "#", "url(#ses-expired-)", "url(#ses-overlap-)", "url(#ses-gap)", "url(#ses-unknown)",
    ]  # fmt: skip


def test_squares_are_drawn_square_and_side_by_side():
    boxes = []
    for path in units(drawing()):
        x, y, steps = re.fullmatch(r"M(\d+),(\d+)l(.*)z", path.get("d")).groups()
        corners = [(int(x), int(y))]
        for step in steps.split():
            corners.append(tuple(a + int(b) for a, b in zip(corners[-1], step.split(","), strict=True)))
        xs, ys = zip(*corners, strict=True)
        boxes.append((min(xs), max(xs), max(ys) - min(ys)))

    assert [b[0] for b in boxes] == sorted(b[0] for b in boxes)
    assert all(0.95 < (b[1] - b[0]) / b[2] < 1.05 for b in boxes), boxes
    assert (boxes[0][0], boxes[-1][1]) == (12, 988)


def test_the_outline_is_drawn_last_of_the_shapes():
    paths = drawing(focus="0203").findall(f"{SVG}path")

    assert [p.get("fill") == "none" for p in paths] == [False] * 5 + [True]
    assert paths[-1].get("d") == paths[2].get("d")


@pytest.mark.parametrize(
    "name", [EVIL_NAME, "]]><!--", "&amp;&lt;", "a\x00b\x0bc\ufffe\uffff", "\u202eSEWO\u2066\u200b", "ż" * 10_000]
)
def test_hostile_names_are_text(name):
    tree = drawing(name)
    written = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", name)

    assert {e.tag for e in tree.iter()} <= {SVG + e for e in ELEMENTS}
    assert units(tree)[0].find(f"{SVG}title").text == f"powiat {written} (v02), {written}"
