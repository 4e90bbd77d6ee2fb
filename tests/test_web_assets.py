"""Files under hashed names: for ever, from this snapshot or an older one, and nothing else of the machine."""

import hashlib
import json

import pytest

from ses_map.settings import Settings
from ses_map.store.files import FileStore
from ses_map.web import create_app
from ses_map.web.state import snapshot_holder as site_module
from tests.builders import TODAY
from tests.markup import read_html
from tests.web_builders import PAGES, app_of, assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

TYPES = {"js": "text/javascript", "css": "text/css"}


def named(page: str) -> list[str]:
    tree = read_html(page)
    styles = [e["href"] for e in tree.all("link", rel="stylesheet")]
    return styles + [e["src"] for e in tree.all("script") if "src" in e.attributes]


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_names_is_there_for_ever(client, path):
    for name in named(client.get(path).get_data(as_text=True)):
        response = client.get(name)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == f"{TYPES[name.rsplit('.', 1)[1]]}; charset=utf-8"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert hashlib.sha256(response.data).hexdigest()[:12] == name.split(".")[-2]


def test_every_asset_of_the_snapshot_is_served(client, published):
    for name in (n for n in published.files if n.startswith("assets/")):
        assert client.get(f"/{name}").data == published.files[name]


def test_assets_can_be_used_by_other_pages(client, published):
    name = json.loads(published.files["maps/polska.json"])["shapes"]
    headers = client.get(f"/assets/{name}").headers

    assert headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]


def test_assets_are_compressed(client, published):
    name = json.loads(published.files["maps/polska.json"])["shapes"]
    response = client.get(f"/assets/{name}", headers={"Accept-Encoding": "br"})

    assert response.headers["Content-Encoding"] == "br"
    assert len(response.data) < len(published.files[f"assets/{name}"]) / 2


@pytest.mark.parametrize(
    "name",
    [
        "x.js", "map.000000000000.js", "map.js", "site.css", "", "x", "x.html", "x.json", "x.txt", "x.svg", "x.png",
        "registry.json", "manifest.json", "current", "gminy.npz", ".js", "a" * 3000 + ".js", "%00.js", "ż.js",
    ],
)  # fmt: skip
def test_an_unknown_asset_is_not_found(client, name):
    response = client.get(f"/assets/{name}")

    assert_problem(response, 404)
    assert len(response.data) < 20_000


TRAVERSALS = [
    "../registry.json", "..%2fregistry.json", "%2e%2e/registry.json", "%2e%2e%2fregistry.json",
    "../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "....//....//etc/passwd", "..%5c..%5cetc%5cpasswd",
    "/etc/passwd", "%2fetc%2fpasswd", "../manifest.json%00.js", "..%252f..%252fetc%252fpasswd.js",
    "../../current%2f.js", "..%2fmanifest.json%3f.js", "../layers/gminy.npz",
]  # fmt: skip


@pytest.fixture(scope="module")
def client_of_files(real_store):
    return create_app(Settings(store=real_store), FileStore(real_store), lambda: TODAY).test_client()


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_assets(client_of_files, path):
    response = client_of_files.get(f"/assets/{path}")

    assert response.status_code in (308, 404)
    assert b"root:" not in response.data and b"sha256" not in response.data


@pytest.mark.parametrize("kind", ["memory", "files"])
def test_a_page_that_was_opened_before_the_last_publication_finds_its_files(published, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(site_module, "_ASK_EVERY_S", -1.0)
    old = published.with_files({"assets/old.0123456789ab.js": b"old"})
    if kind == "files":
        store = FileStore(tmp_path / "snapshots")
        store.publish(old)
        app = create_app(Settings(), store, lambda: TODAY)
    else:
        app = app_of(old)
        store = app.extensions["ses_map"].store
    client = app.test_client()
    assert client.get("/assets/old.0123456789ab.js").data == b"old"
    store.publish(published)

    assert client.get("/healthz").json["snapshot"] == published.id
    response = client.get("/assets/old.0123456789ab.js")
    assert (response.data, response.headers["Cache-Control"]) == (b"old", "public, max-age=31536000, immutable")
    store.prune(1)
    assert_problem(client.get("/assets/old.0123456789ab.js"), 404, "odśwież stronę")


def test_an_unknown_asset_costs_little(published, tmp_path):
    """Nobody may make a worker read whole snapshots by asking for names that do not exist."""
    store = FileStore(tmp_path / "snapshots")
    for n in range(3):
        store.publish(published.with_files({"note.txt": str(n).encode()}))
    client = create_app(Settings(), store, lambda: TODAY).test_client()
    client.get("/healthz")
    loads = []
    original = store.load
    store.load = lambda i: loads.append(i) or original(i)

    assert client.get("/assets/nobody.0123456789ab.js").status_code == 404
    assert loads == []


def test_our_own_files_need_no_snapshot():
    client = app_of().test_client()
    style, script = named(client.get("/").get_data(as_text=True))

    assert client.get(style).mimetype == "text/css" and client.get(script).mimetype == "text/javascript"
