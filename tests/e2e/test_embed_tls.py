"""The snippet on a page served over HTTPS whose policy is ``default-src 'self'; frame-src https:`` and nothing more."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.e2e.test_embed import READY, WHAT, Office, Page, axe
from tests.e2e.tls import certified, in_front_of, secured
from tests.e2e.visitor import visiting
from tests.markup import read_html
from tests.serving import serving

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

POLICY = "default-src 'self'; frame-src https:"
STORAGE = """() => ["localStorage", "sessionStorage", "indexedDB", "cookie"].map((name) => {
  try { return name === "cookie" ? document.cookie : String(Boolean(window[name])); } catch (e) { return e.name; }
})"""


@pytest.fixture(scope="module")
def context(tmp_path_factory) -> ssl.SSLContext:
    return certified(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def office(context) -> Iterator[Office]:
    with Office(("127.0.0.1", 0), Page) as server:
        server.policy = POLICY
        secured(server, context)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def maps(context, real_store, tmp_path_factory) -> Iterator[str]:
    """An ``https`` address of maps with the setting that is the default: any ``https`` page may frame."""
    log = tmp_path_factory.mktemp("maps") / "log"
    with serving(log, store=real_store, workers=1, threads=4, proxies=1) as (_, address):
        with in_front_of(address, context) as front:
            yield front


def snippet(maps: str, asked: dict[str, str]) -> str:
    own = ssl._create_unverified_context()
    with urlopen(f"{maps}/osadzanie?{urlencode(asked)}", context=own) as answer:
        return read_html(answer.read().decode()).one("textarea", id="kod").text


@pytest.fixture
def hosted(browser, office, maps):
    @contextmanager
    def host(asked, width=1024):
        office.pasted = snippet(maps, asked)
        address = f"https://localhost:{office.port}"
        with visiting(browser, address, width, ignore_https_errors=True) as reader:
            reader.go("/", ready=False)
            reader.page.locator("iframe").scroll_into_view_if_needed()
            frame = reader.page.locator("iframe").element_handle().content_frame()
            frame.wait_for_url("**/embed/**")
            frame.wait_for_load_state("load")
            for drawn, done in ((".folium-map", READY), ("[data-entities]", "[data-count]")):
                if frame.locator(drawn).count():
                    frame.wait_for_selector(done)
            yield reader, frame

    return host


@pytest.mark.parametrize("what", WHAT)
def test_a_strict_host_shows_the_frame_and_nothing_complains(hosted, office, maps, what):
    with hosted(WHAT[what]) as (reader, frame):
        strangers = [u for u in reader.requests if not u.startswith((f"{reader.address}/", f"{maps}/", "data:"))]
        headers = reader.page.request.get(f"{reader.address}/").headers

        assert headers["content-security-policy"] == POLICY
        assert reader.page.locator("iframe").get_attribute("src").startswith(f"{maps}/embed/")
        assert (reader.complaints, strangers, reader.page.context.cookies()) == ([], [], [])
        assert reader.violations == frame.evaluate("window.__violations") == []
        assert frame.evaluate("self.origin") == "null" and frame.locator("main h1").inner_text()
        assert frame.evaluate(STORAGE) == ["SecurityError", "SecurityError", "true", "SecurityError"]
        if frame.locator(".folium-map").count():
            assert frame.locator("path.leaflet-interactive").count() >= 20
        if frame.locator("[data-entities]").count():
            assert frame.locator(".entity-icon").count() >= 5
        assert axe(reader.page) == axe(frame) == []


def test_a_host_without_tls_may_not_frame_by_default(browser, context, maps):
    with Office(("127.0.0.1", 0), Page) as server:
        server.policy, server.pasted = "frame-src https:", snippet(maps, {"co": "polska"})
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with visiting(browser, f"http://127.0.0.1:{server.port}", ignore_https_errors=True) as reader:
            reader.go("/", ready=False)
            reader.page.locator("iframe").scroll_into_view_if_needed()
            frame = reader.page.frame_locator("iframe")
            assert "127.0.0.1" in frame.locator("main p").first.inner_text()
        server.shutdown()
