"""ETag = snapshot, code and day; a question that was answered before is answered by 304."""

import gzip
import shutil
from datetime import date, timedelta

import brotli
import pytest

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.http.caching import FRESH
from tests.builders import TODAY
from tests.web_builders import ANSWERS, LISTS, LOOKUP, MAPS, PAGES, app_of

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

CACHED = [*PAGES, *LISTS, LOOKUP, "/api/v1/lookup?teryt=2207", "/api/v1/suggest?q=kwi", "/mapa/polska.svg"]
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("path", CACHED)
def test_what_can_be_cached_has_a_tag_and_a_time(client, published, path):
    headers = client.get(path).headers

    assert published.id in headers["ETag"] and TODAY.isoformat() in headers["ETag"]
    assert headers["Cache-Control"] == FRESH == "public, max-age=300, stale-while-revalidate=600"


@pytest.mark.parametrize("path", CACHED)
@pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
def test_not_modified_has_no_body_and_the_same_tag(client, path, encoding):
    accept = {"Accept-Encoding": encoding}
    first = client.get(path, headers=accept)
    again = client.get(path, headers={**accept, "If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"].removeprefix("W/") == first.headers["ETag"].removeprefix("W/")
    assert again.headers["Cache-Control"] == FRESH
    assert "Accept-Encoding" in again.headers["Vary"]
    assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize("path", ["/", LOOKUP, "/api/v1/coverage"])
@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', 'W/{} , W/"other"', "*"])
def test_tags_are_compared_weakly(client, path, spelling):
    tag = client.get(path).headers["ETag"].removeprefix("W/")

    assert client.get(path, headers={"If-None-Match": spelling.format(tag)}).status_code == 304
    assert client.head(path, headers={"If-None-Match": spelling.format(tag)}).status_code == 304


@pytest.mark.parametrize("tag", ['"other"', 'W/"other"', '""', "nonsense", '"', ""])
@pytest.mark.parametrize("path", ["/", LOOKUP])
def test_another_tag_is_answered_in_full(client, path, tag):
    response = client.get(path, headers={"If-None-Match": tag})

    assert response.status_code == 200 and response.data


@pytest.mark.parametrize("path", ["/powiat/2299", "/powiat/abc", "/owes/nobody", "/api/v1/lookup?lat=abc&lon=1"])
@pytest.mark.parametrize("tag", ["*", "of a page that exists"])
def test_an_error_is_an_error_whatever_the_reader_has(client, path, tag):
    tag = tag if tag == "*" else client.get("/").headers["ETag"]
    response = client.get(path, headers={"If-None-Match": tag})

    assert response.status_code in (400, 404)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.fixture(scope="module")
def newer(published):
    return app_of(published.with_files({"note.txt": b"newer"})).test_client()


@pytest.mark.parametrize("path", ["/", LOOKUP, "/api/v1/lookup?teryt=2207", "/api/v1/centres"])
def test_the_tag_changes_with_the_snapshot(client, newer, path):
    assert newer.get(path).headers["ETag"] != client.get(path).headers["ETag"]


@pytest.mark.parametrize("path", ["/", LOOKUP, "/api/v1/lookup?teryt=2207"])
def test_the_tag_changes_at_midnight(published, path):
    days = [date(2026, 11, 24)]
    client = app_of(published, today=lambda: days[-1]).test_client()
    tag = client.get(path).headers["ETag"]
    days.append(date(2026, 11, 25))

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert client.get(path).headers["ETag"] != tag


@pytest.fixture(scope="module")
def on_two_days(published):
    """The same application on one day and on the next."""
    return [app_of(published, today=lambda day=day: day).test_client() for day in (TODAY, TODAY + timedelta(days=1))]


@pytest.mark.parametrize("path", ["/", "/api/v1/lookup?teryt=2207", LOOKUP])
def test_the_tag_of_a_stated_day_does_not(on_two_days, path):
    sign = "&" if "?" in path else "?"
    tags = {client.get(f"{path}{sign}date=2019-04-17").headers["ETag"] for client in on_two_days}

    assert len(tags) == 1


def test_the_tag_changes_with_the_templates(published, tmp_path):
    store = MemoryStore()
    store.publish(published)
    templates = shutil.copytree(Settings().templates, tmp_path / "templates")
    error = templates / "pages/error.html"

    def tag() -> str:
        return create_app(Settings(templates=templates), store, lambda: TODAY).test_client().get("/").headers["ETag"]

    before = tag()
    assert tag() == before
    error.write_text(error.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert tag() != before


@pytest.mark.parametrize(
    "path",
    [*MAPS, *ANSWERS, *LISTS, "/zrodla", "/osrodki", "/mapa/polska.svg",
     *(f"/api/v1/coverage?format={f}" for f in ("csv", "geojson"))],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_large_answers_are_compressed_and_the_same(client, path, encoding):
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": encoding})

    assert packed.headers["Content-Encoding"] == encoding
    assert UNPACK[encoding](packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["Content-Length"] == str(len(packed.data))


@pytest.mark.parametrize("wanted", ["identity", "", "*;q=0", "zstd, deflate;q=0.5"])
def test_who_takes_neither_gets_it_plain(client, wanted):
    response = client.get("/", headers={"Accept-Encoding": wanted})

    assert "Content-Encoding" not in response.headers
    assert response.data.startswith(b"<!doctype html>")


def test_brotli_is_chosen_where_a_browser_takes_several(client):
    response = client.get("/", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})

    assert response.headers["Content-Encoding"] == "br"


@pytest.mark.parametrize("path", ["/", "/api/v1/coverage"])
def test_two_encodings_do_not_share_a_strong_tag(client, path):
    """RFC 9110, 8.8.1: a strong validator is unique to one representation, its content coding included."""
    tags = [client.get(path, headers={"Accept-Encoding": e}).headers["ETag"] for e in ("identity", "br", "gzip")]

    assert len(set(tags)) == 3 or all(t.startswith("W/") for t in tags), tags


@pytest.mark.parametrize("path", ["/healthz", "/nope", "/api/v1/lookup?teryt=x", "/powiat?teryt=2207"])
def test_what_may_change_any_moment_is_not_stored(client, path):
    headers = client.get(path).headers

    assert headers["Cache-Control"] == "no-store" and "ETag" not in headers
