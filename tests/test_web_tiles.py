"""Tiles of the entity map over HTTP: for ever under their hash, anew for filters and other days, never nonsense."""

import json
import re

import numpy as np
import pytest

from ses_map.planning.dots import TILES
from ses_map.pyramid.archive import Archive, unpacked, write_archive
from ses_map.pyramid.dots import DEEPEST, Dots, Facts
from ses_map.pyramid.tiles import Pyramid
from tests.builders import country
from tests.many import many_entities
from tests.markup import read_html
from tests.web_builders import app_of, assert_problem, drawn, tiles_of

pytest_plugins = ["tests.web_fixtures"]
LIST = "/planowanie/podmioty"
GZIP = {"Accept-Encoding": "gzip"}
FOR_EVER = "public, max-age=31536000, immutable"


def count(tile):
    return sum(g[2] for g in tile["groups"]) + sum(s[2] for s in tile["spots"]) + len(tile["entities"])


def frame_of(client, path=LIST):
    (frame,) = [e for e in read_html(client.get(path).get_data(as_text=True)).all("div") if e.get("data-tiles")]
    return frame


def archive_of(*names):
    """An archive of entities in one town."""
    told = {"from": "2020-01-01", "kinds": ["cis"], "entities": len(names)}
    place = np.full(len(names), 15.5), np.full(len(names), 51.5)
    dots = Dots(
        *place, np.zeros(len(names), dtype=np.int64), ("cis",), lambda n: Facts(names[n], names[n], True, "", "")
    )
    return write_archive(Pyramid(dots), told)


@pytest.fixture(scope="module")
def address(published):
    (name,) = (n for n in published.files if n.endswith(TILES[1]))
    return f"/kafelki/{name.removeprefix(TILES[0]).removesuffix(TILES[1])}"


@pytest.mark.realdata
def test_the_page_of_all_entities_names_the_written_tiles(client, address):
    frame = frame_of(client)

    assert (frame["data-tiles"], frame["data-query"], frame["data-deepest"]) == (address, "", str(DEEPEST))
    assert "spoldzielnia_socjalna" in json.loads(frame["data-kinds"])


@pytest.mark.realdata
@pytest.mark.parametrize("asked", ["voivodeship=lubuskie", "rodzaj=cis&rodzaj=kis", "q=jarocin"])
def test_filters_ask_for_tiles_of_their_own(client, asked):
    frame = frame_of(client, f"{LIST}?{asked}")
    points = json.loads(client.get(f"{LIST}.geojson?{asked}").data)["features"]
    tile = json.loads(client.get(f"{frame['data-tiles']}/0/0/0.json{frame['data-query']}").data)

    assert frame["data-tiles"] == "/planowanie/kafelki" and "date=" in frame["data-query"]
    assert all(part in frame["data-query"] for part in asked.split("&"))
    assert count(tile) == len(points) > 0


@pytest.mark.realdata
def test_written_and_made_tiles_say_the_same(client, address):
    for place in ("0/0/0", "5/17/10", "6/34/21", "7/70/43"):
        written = client.get(f"{address}/{place}.json").data
        made = client.get(f"/planowanie/kafelki/{place}.json?date=2026-11-24").data

        assert written == made or json.loads(written)["at"] != json.loads(made)["at"]


@pytest.mark.realdata
def test_a_tile_is_for_ever_and_packed_once(client, address):
    plain = client.get(f"{address}/5/17/10.json")
    packed = client.get(f"{address}/5/17/10.json", headers=GZIP)
    again = client.get(f"{address}/5/17/10.json", headers={"If-None-Match": packed.headers["ETag"]})

    assert unpacked(packed.data) == plain.data
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    for response in (plain, packed, again):
        assert response.headers["Cache-Control"] == FOR_EVER
        assert "Accept-Encoding" in response.headers["Vary"]
    assert plain.mimetype == "application/json" and plain.headers["X-Content-Type-Options"] == "nosniff"
    assert (again.status_code, again.data) == (304, b"")


NONSENSE = ["13/0/0", "5/32/0", "5/0/32", "-1/0/0", "a/0/0", "5/1.5/0", "5/99999999/0", "5/²/0", "0/0/1"]


@pytest.mark.realdata
@pytest.mark.parametrize("place", NONSENSE)
@pytest.mark.parametrize("made", [True, False])
def test_a_tile_that_cannot_be_is_a_problem_for_programs(client, address, place, made):
    response = client.get(f"{'/planowanie/kafelki' if made else address}/{place}.json", headers={"Accept": "*/*"})

    assert_problem(response, 404, "Nie ma takiego kafelka mapy")


@pytest.mark.realdata
@pytest.mark.parametrize("digest", ["000000000000", "x", "..", "%2e%2e%2fcurrent"])
def test_tiles_that_nobody_published(client, digest):
    assert client.get(f"/kafelki/{digest}/0/0/0.json").status_code == 404


@pytest.mark.realdata
def test_a_filter_that_cannot_be_is_said_to_programs(client):
    assert_problem(client.get("/planowanie/kafelki/0/0/0.json?rodzaj=x"), 400, "Parametr rodzaj")


def test_the_whole_file_of_tiles_is_not_given_away(published, client):
    (name,) = (n for n in published.files if n.endswith(TILES[1]))

    assert client.get(f"/{name}").status_code == client.get(f"/assets/{name.split('/')[1]}").status_code == 404


def test_tiles_of_an_older_snapshot_are_still_found():
    """A page that was opened before the last publication goes on asking for its own."""
    versions = [{"0" * 11 + str(n): archive_of(*names)} for n, names in enumerate([("a",), ("b", "c")])]
    snapshots = [
        drawn(country("020101 020201", "0201>a")).with_files({d.join(TILES): data for d, data in v.items()})
        for v in versions
    ]
    client = app_of(*snapshots).test_client()

    for n, expected in enumerate((1, 2)):
        assert count(json.loads(client.get(f"/kafelki/{'0' * 11}{n}/0/0/0.json").data)) == expected


def test_without_written_tiles_the_map_asks_for_made_ones(snapshot, app):
    files = {k: v for k, v in app.extensions["ses_map"].loaded().snapshot.files.items() if not k.endswith(TILES[1])}
    client = app_of(type(snapshot)(files)).test_client()

    assert frame_of(client)["data-tiles"] == "/planowanie/kafelki"


@pytest.mark.realdata
def test_a_build_writes_the_same_tiles_each_time_under_their_hash(snapshot):
    first, second = tiles_of(snapshot), tiles_of(snapshot)
    (name,) = first

    assert first == second and re.fullmatch(r"tiles/podmioty\.[0-9a-f]{12}\.pmtiles", name)


@pytest.mark.realdata
def test_written_tiles_hold_those_in_being_after_the_last_known_change(snapshot, published):
    made = many_entities(snapshot, 300)
    maps = {k: v for k, v in published.files.items() if k.startswith(("assets/", "maps/")) and not k.endswith(TILES[1])}
    client = app_of(made.with_files({**maps, **tiles_of(made)})).test_client()
    (data,) = tiles_of(made).values()
    archive, entities = Archive(data), made.registry.entities
    lasting = [e for e in entities if e.valid_to is None]

    assert len(lasting) < len(entities)
    assert archive.metadata["entities"] == len(lasting)
    assert archive.metadata["from"] == "2026-01-01"  # the day after the last of them ended
    assert frame_of(client, f"{LIST}?date=2026-01-01")["data-query"] == ""
    assert "date=2025-12-31" in frame_of(client, f"{LIST}?date=2025-12-31")["data-query"]
