"""Every map of a snapshot as files: the same snapshot gives the same bytes, and each day has its script."""

import hashlib
import json
import re
from collections import Counter
from itertools import pairwise

import pytest

from ses_map.build import build_snapshot
from ses_map.lookup import coverage_rows, standing_counts
from ses_map.maps.compose import compose
from ses_map.maps.fills import STANDINGS
from ses_map.maps.render import charts, geometry_script, render_maps, signs
from ses_map.maps.view import Atlas
from tests.builders import ROPS_MEETING, TODAY, day
from tests.recount import recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: Days on which something begins, ends or changes its name, days between, and days far away.
DAYS = [
    "0001-01-01", "2013-01-01", "2015-10-31", "2015-11-01", "2018-08-27", "2019-04-17", "2019-10-17", "2020-12-31",
    "2021-01-01", "2023-09-30", "2023-10-01", "2024-05-31", "2026-08-31", "2026-09-01", "2026-11-24", "2099-01-01",
]  # fmt: skip


@pytest.fixture(scope="module")
def indexes(published):
    names = [n for n in published.files if n.startswith("maps/")]
    return {n[5:-5]: json.loads(published.files[n]) for n in names}


def period_on(index: dict, on: str) -> dict:
    return [p for p in index["periods"] if p["from"] <= on][-1]


def test_two_renders_give_the_same_bytes(small):
    one, two = (render_maps(build_snapshot(small)) for _ in range(2))

    assert one == two
    assert build_snapshot(small).with_files(one).id == build_snapshot(small).with_files(two).id


def test_every_asset_carries_the_hash_of_its_content(published):
    assets = {n: d for n, d in published.files.items() if n.startswith("assets/")}

    assert len(assets) > 50
    for name, data in assets.items():
        assert hashlib.sha256(data).hexdigest()[:12] == name.split(".")[-2]


def test_every_index_names_files_that_are_there(published, indexes):
    assert len(indexes) == 17
    for index in indexes.values():
        named = [*index["shared"], index["shapes"], *(p["script"] for p in index["periods"])]
        assert [n for n in named if f"assets/{n}" not in published.files] == []


def test_no_asset_is_left_that_no_index_names(published, indexes):
    named = {n for i in indexes.values() for n in [*i["shared"], i["shapes"], *(p["script"] for p in i["periods"])]}

    assert {n.removeprefix("assets/") for n in published.files if n.startswith("assets/")} == named


def test_the_first_period_begins_with_time_and_no_two_that_follow_are_equal(indexes):
    for index in indexes.values():
        firsts = [p["from"] for p in index["periods"]]
        scripts = [p["script"] for p in index["periods"]]
        assert firsts[0] == "0001-01-01"
        assert firsts == sorted(set(firsts))
        assert all(one != two for one, two in pairwise(scripts))


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("slug", ["polska", "pomorskie", "dolnoslaskie"])
def test_the_script_of_a_day_is_what_that_day_composes_to(published, indexes, slug, on):
    """Names of units and the source that is cited change on days of their own, not only when a claim begins or ends."""
    chart = next(c for c in charts(published) if c.slug == slug)
    view = Atlas(published).on(chart.units, day(on), names=chart.gminy is not None)
    period = period_on(indexes[slug], on)
    script = published.files[f"assets/{period['script']}"].decode()
    composed = compose(slug, view)

    assert units_of(script) == plain(view["units"])
    assert script == composed.script
    assert period["box"] == composed.box
    assert {key: period[key] for key in signs(view)} == plain(signs(view))


def plain(value):
    """The value as JSON has it: no tuples."""
    return json.loads(json.dumps(value))


def units_of(script: str) -> dict:
    """The units as the script has them; comparing these first makes a short difference."""
    return json.loads(re.search(r"const view_\d+ = (.*);$", script, re.MULTILINE)[1])["units"]


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_the_legend_counts_what_the_table_lists(published, finder, indexes, on):
    rows = coverage_rows(finder, on)
    found = period_on(indexes["polska"], on.isoformat())["legend"]
    shown = [s for r in rows for s in (r.coverage.serving or r.coverage.last_known)]
    wanted = {s.centre_id: Counter(t.standing.value for t in shown if t.centre_id == s.centre_id) for s in shown}

    assert {row["id"] for row in found} == set(wanted)
    for row in found:
        assert +Counter(row["counts"]) == wanted[row["id"]], row["id"]
        best = next(standing for standing in STANDINGS if wanted[row["id"]][standing])
        assert row["fill"].startswith("#" if best == "confirmed" else f"url(#ses-{best}-"), "an old claim looks old"


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
@pytest.mark.parametrize("slug", ["polska", "pomorskie", "podlaskie"])
def test_the_keys_count_powiats_by_standing(indexes, snapshot, finder, slug, on):
    prefix = next((v.teryt for v in snapshot.registry.voivodeships if v.slug == slug), "")
    several = sum(r.coverage.is_overlap for r in coverage_rows(finder, on, prefix))
    counts = {k["key"]: k["count"] for k in period_on(indexes[slug], on.isoformat())["keys"]}

    assert {standing: counts[standing] for standing in STANDINGS} == recount(on, prefix)
    assert counts.get("several", 0) == several
    assert len(counts) == 4 + bool(several), "what does not occur is not explained"


def test_every_pattern_that_a_page_names_comes_with_the_period(indexes):
    for index in indexes.values():
        for period in index["periods"]:
            fills = {row["fill"] for row in (*period["legend"], *period["keys"])}
            assert {f[5:-1] for f in fills if f.startswith("url")} <= {p["id"] for p in period["patterns"]}


def test_the_table_counts_powiats_by_standing(finder):
    assert standing_counts(coverage_rows(finder, TODAY)) == recount(TODAY)


def test_shapes_and_towns_are_handed_over_to_the_map_script(snapshot):
    for chart in charts(snapshot)[:3]:
        script = geometry_script(chart).decode()
        first, second = script.splitlines()
        key, topology = re.fullmatch(r"sesMap\.geometry\[(.+?)\] = (\{.*\});", first).groups()
        same, places = re.fullmatch(r"sesMap\.places\[(.+?)\] = (\[.*\]);", second).groups()
        objects = json.loads(topology)["objects"]
        assert json.loads(key) == json.loads(same) == chart.slug
        assert [t for rank in json.loads(places) for t in rank] == [[t.lat, t.lon, t.name] for t in chart.towns]
        assert [g["id"] for g in objects["units"]["geometries"]] == list(chart.units.codes)
        assert ("gminy" in objects) == (chart.slug != "polska")


def test_shapes_do_not_depend_on_the_day(published, indexes):
    shapes = [n for n in published.files if n.endswith(".js") and "-shapes." in n]

    assert len(shapes) == len(indexes)


def test_progress_names_each_map(small):
    told = []
    render_maps(build_snapshot(small), told.append)

    assert told == ["Polska", "Województwo opolskie"]


@pytest.mark.parametrize("name", ["leaflet.css", "map.css"])
def test_style_fetches_nothing(published, name):
    stem = name.split(".")[0]
    style = next(d for n, d in published.files.items() if re.fullmatch(rf"assets/{stem}\.\w+\.css", n)).decode()
    urls = re.findall(r"url\(([^)]*)", style)

    assert "@import" not in style
    assert [u for u in urls if not u.strip("\"'").startswith("data:")] == []


def test_scripts_point_to_no_source_map(published):
    assert [n for n, d in published.files.items() if b"sourceMappingURL" in d] == []
