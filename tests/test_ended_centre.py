"""A centre that has ended serves nobody, wherever one looks: five surfaces, one test each."""

import json
from datetime import timedelta

import pytest

from ses_map.build import build_snapshot
from ses_map.coverage import Claims, audit_assignments, diff_coverage
from ses_map.lookup import Lookup
from ses_map.maps.render import render_maps
from ses_map.maps.view import Atlas
from ses_map.snapshot import Snapshot
from tests.builders import TODAY
from tests.markup import read_html
from tests.web_builders import app_of, edit_rows, small_geodata

pytestmark = pytest.mark.realdata

#: A centre of lubelskie whose claims are confirmed on the day, its end, and one powiat of its area.
CENTRE, LAST, UNIT = "owes-chelm-zamosc", TODAY - timedelta(days=30), "0603"
SUCCESSOR = "owes-razem"


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Snapshot:
    return build_snapshot(small_geodata(tmp_path_factory.mktemp("before"), "06"))


@pytest.fixture(scope="module")
def after(tmp_path_factory) -> Snapshot:
    """The same registry but for two cells of ``centres.csv``."""
    folder = small_geodata(tmp_path_factory.mktemp("after"), "06")
    edit_rows(folder, "registry/centres.csv", {"centre_id": CENTRE}, valid_to=LAST.isoformat(), successor=SUCCESSOR)
    data = build_snapshot(folder)
    return data.with_files(render_maps(data))


def test_it_served_before(before):
    answer = Lookup(before).by_teryt(UNIT, TODAY)

    assert (answer.standing, [s.centre_id for s in answer.coverage.serving]) == ("confirmed", [CENTRE])


def test_a_look_up_finds_it_only_as_the_last_known(after):
    body = app_of(after).test_client().get(f"/api/v1/lookup?teryt={UNIT}").json

    assert (body["outcome"], body["reason"], body["standing"], body["centres"]) == ("uncovered", "expired", "ended", [])
    (last,) = body["last_known"]
    assert (last["id"], last["standing"]) == (CENTRE, "ended")
    assert (last["basis"]["ends"], last["basis"]["valid_to"]) == (LAST.isoformat(), None)


def test_the_map_draws_its_area_as_ended(before, after):
    def drawn(snapshot, on):
        return Atlas(snapshot).on(snapshot.layer("units/lubelskie"), on)["units"][UNIT][1]

    assert drawn(after, TODAY) != drawn(before, TODAY)
    assert drawn(after, LAST) == drawn(before, TODAY)
    periods = json.loads(after.files["maps/lubelskie.json"])["periods"]
    assert (LAST + timedelta(days=1)).isoformat() in [p["from"] for p in periods]


def test_diff_tells_that_its_area_lost_it_and_when(before, after):
    def lost(snapshot):
        claims = Claims.of_registry(snapshot.registry)
        changes = diff_coverage(claims, [UNIT], LAST - timedelta(days=7), TODAY)
        return [(c.kind, c.since) for c in changes]

    assert (lost(before), lost(after)) == ([], [("lost", LAST + timedelta(days=1))])


def test_the_audit_reports_its_area(before, after):
    def codes(snapshot):
        return [
            p.code for p in audit_assignments(Claims.of_registry(snapshot.registry), [UNIT], TODAY) if p.subject == UNIT
        ]

    assert (codes(before), codes(after)) == ([], ["expired"])


@pytest.mark.parametrize("path", [f"/powiat/{UNIT}", f"/owes/{CENTRE}"])
def test_no_linked_data_says_that_it_serves(after, path):
    page = read_html(app_of(after).test_client().get(path).get_data(as_text=True))
    blocks = [json.loads("".join(map(str, s.children))) for s in page.all("script", type="application/ld+json")]

    assert blocks
    assert "areaServed" not in json.dumps(blocks)
