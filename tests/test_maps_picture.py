"""The map as one drawing: for browsers without JavaScript and for paper."""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ses_map.lookup import UnitRow, coverage_rows
from ses_map.maps.picture import Pictures
from tests.builders import ROPS_MEETING, TODAY, registry
from tests.map_builders import mapped
from tests.web_builders import EVIL_NAME

pytestmark = pytest.mark.realdata

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "defs", "pattern", "rect", "path", "title", "text", "g", "circle"}


@pytest.fixture(scope="module")
def pictures(snapshot):
    return Pictures(snapshot)


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def units(tree: ElementTree.Element) -> list[ElementTree.Element]:
    return [p for p in tree.findall(f"{SVG}path") if p.find(f"{SVG}title") is not None]


def rings(tree: ElementTree.Element) -> list[ElementTree.Element]:
    return [p for p in tree.findall(f"{SVG}path") if p.get("fill") == "none"]


STANDS = {"confirmed": "potwierdzone", "unconfirmed": "niepotwierdzone", "ended": "zakończone"}


def title_of(row: UnitRow, name: str) -> str:
    """What a unit's title says: its centres, each with how its own claim stands, or why there is none."""
    if not row.centres:
        return f"{name}: brak wskazania: " + (
            "według źródła nie obsługuje żaden OWES" if row.coverage.reason == "gap" else "nie znamy żadnego źródła"
        )
    shown = row.coverage.serving or row.coverage.last_known
    said = [f"{c.name} ({STANDS[s.standing]})" for c, s in zip(row.centres, shown, strict=True)]
    return ", ".join([name, *said])


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
@pytest.mark.parametrize("slug", ["polska", "pomorskie", "podlaskie"])
def test_every_unit_is_one_path_that_says_who_serves_it(pictures, snapshot, finder, slug, on):
    prefix = "" if slug == "polska" else next(v.teryt for v in snapshot.registry.voivodeships if v.slug == slug)
    rows = {r.teryt: r for r in coverage_rows(finder, on, prefix)}
    tree = read(pictures.draw(slug, on))
    titles = [p.find(f"{SVG}title").text for p in units(tree)]
    wanted = [title_of(row, snapshot.names.told_apart(unit, on)) for unit, row in rows.items()]

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
    assert used == set(ids), "and no other"
    assert {"ses-none"} < used, "colour is never alone: what is not confirmed has a pattern"


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_the_standings_are_drawn_apart(pictures, finder, snapshot, on):
    tree = read(pictures.draw("polska", on))
    drawn = {re.split("[,:]", p.find(f"{SVG}title").text)[0]: p.get("fill") for p in units(tree)}
    begin = {
        "confirmed": "#",
        "unconfirmed": "url(#ses-unconfirmed-",
        "ended": "url(#ses-ended-",
        "none": "url(#ses-none)",
    }
    for row in coverage_rows(finder, on):
        fill = drawn[snapshot.names.told_apart(row.teryt, on)]
        if row.coverage.is_overlap:
            assert re.fullmatch(rf"url\(#ses-{row.standing}-\d-\d\)", fill), row.name
        else:
            assert fill.startswith(begin[row.standing]), row.name


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
    numbers = {e.text for e in tree.iter(f"{SVG}text") if e.get("font-weight") == "700"}
    wanted = {str(n) for n, c in enumerate(snapshot.registry.centres, 1) if c.voivodeship == "22"}

    assert numbers and numbers <= wanted


def boxes(tree: ElementTree.Element) -> dict[str, tuple[float, float, float, float]]:
    """The room of every text, estimated as wide as the widest common fonts write it."""
    found = {}
    for e in tree.iter(f"{SVG}text"):
        x, base, size = float(e.get("x")), float(e.get("y")), float(e.get("font-size"))
        wide = len(e.text) * size * 0.58
        west = x - {"start": 0, "middle": wide / 2, "end": wide}[e.get("text-anchor")]
        found[f"{e.text} {x} {base}"] = (west, base - size * 0.75, west + wide, base + size * 0.1)
    return found


@pytest.mark.parametrize("slug", ["polska", "pomorskie", "slaskie", "mazowieckie"])
@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_towns_are_named_and_no_text_lies_on_another(pictures, slug, on):
    tree = read(pictures.draw(slug, on))
    names = [e.text for e in tree.iter(f"{SVG}text") if e.get("font-weight") != "700"]
    placed = boxes(tree)
    meeting = [
        (a, b) for (a, one), (b, two) in itertools.combinations(placed.items(), 2)
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]  # fmt: skip

    assert len(names) == len(set(names)) >= 8
    assert meeting == []
    assert all(0 <= w and e <= 1000 for w, _, e, _ in placed.values())


def test_the_largest_cities_are_on_the_map_of_the_country(pictures):
    names = {e.text for e in read(pictures.draw("polska", TODAY)).iter(f"{SVG}text")}

    assert {"Warszawa", "Poznań", "Gdańsk", "Lublin"} <= names


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


GMINY = ("020101", "020201", "020301", "020401", "020501", "020601")
CLAIMS = "0201>a~2025 0202>b@..2020-12-31 0203>a~2025 0203>b~2025 !0204>a 0206>b~2019"


def drawing(name: str = "OWES", focus: str = "") -> ElementTree.Element:
    """Six squares in a row: confirmed, ended, two centres, gap, no source, unconfirmed; all have the name."""
    made = registry(GMINY, CLAIMS)
    centres = tuple(replace(c, name=name) for c in made.centres)
    powiaty = tuple(replace(p, name=name) for p in made.powiaty)
    world = mapped(" ".join(GMINY), registry=replace(made, centres=centres, powiaty=powiaty))
    return read(Pictures(world).draw("polska", TODAY, focus))


def test_every_standing_has_its_own_fill():
    fills = [p.get("fill") for p in units(drawing())]

    assert [re.sub(r"[0-9a-f]{6}|-\d", "", f) for f in fills] == [
        "#", "url(#ses-ended)", "url(#ses-confirmed)", "url(#ses-none)", "url(#ses-none)", "url(#ses-unconfirmed)",
    ]  # fmt: skip


def test_a_gap_and_no_source_are_told_apart_by_their_titles():
    titles = [p.find(f"{SVG}title").text for p in units(drawing())]

    assert "według źródła nie obsługuje żaden OWES" in titles[3]
    assert "nie znamy żadnego źródła" in titles[4]


def test_two_centres_on_one_unit_are_both_named():
    tree = drawing()

    assert units(tree)[2].find(f"{SVG}title").text.count("OWES (potwierdzone)") == 2
    assert "1+2" in [e.text for e in tree.iter(f"{SVG}text")]


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

    assert [p.get("fill") == "none" for p in paths] == [False] * 6 + [True]
    assert paths[-1].get("d") == paths[2].get("d")


@pytest.mark.parametrize(
    "name", [EVIL_NAME, "]]><!--", "&amp;&lt;", "a\x00b\x0bc\ufffe\uffff", "\u202eSEWO\u2066\u200b", "ż" * 10_000]
)
def test_hostile_names_are_text(name):
    tree = drawing(name)
    written = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", name)

    assert {e.tag for e in tree.iter()} <= {SVG + e for e in ELEMENTS}
    assert units(tree)[0].find(f"{SVG}title").text == f"powiat {written} (v02), {written} (potwierdzone)"
