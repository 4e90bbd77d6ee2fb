"""The generated snippet on a page of another origin, in a real browser: accessible, private, and out of the frame."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.sights import RULES
from tests.e2e.visitor import visiting
from tests.markup import read_html
from tests.serving import serving

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

WHAT = {
    "country": {"co": "polska"},
    "voivodeship": {"co": "wojewodztwo/mazowieckie", "poziom": "gmina", "motyw": "dark"},
    "list": {"co": "wojewodztwo/pomorskie", "widok": "list", "jezyk": "uk"},
    "centre": {"co": "owes/owes-debrzno", "kontrast": "more", "jezyk": "en"},
    "entities": {"co": "wojewodztwo/pomorskie", "podmioty": "1"},
    "entities of a kind": {"co": "polska", "podmioty": "cis", "widok": "map", "motyw": "dark", "jezyk": "uk"},
    "search": {"co": "szukaj"},
}
READY = ".folium-map[data-ready]"


class Office(ThreadingHTTPServer):
    """The web site of an office: one page under a policy of its own, whatever is pasted into it."""

    daemon_threads = True
    pasted = ""
    policy = ""

    @property
    def port(self) -> int:
        return self.server_address[1]


class Page(BaseHTTPRequestHandler):
    server: Office

    def do_GET(self) -> None:
        found = self.path == "/"
        self.send_response(200 if found else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        head = "<!doctype html><html lang='pl'><head><title>Urząd</title></head><body><main><h1>Urząd</h1>"
        self.wfile.write(f"{head}{self.server.pasted}</main></body></html>".encode() if found else b"")

    def log_message(self, format: str, *args: object) -> None:
        """Describe nothing."""


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def maps(office, real_store, tmp_path_factory) -> Iterator[str]:
    """The address of a server of maps that only the office may frame, by its name."""
    log = tmp_path_factory.mktemp("maps") / "log"
    allowed = f"http://localhost:{office.port}"
    with serving(log, store=real_store, workers=1, threads=4, framers=allowed) as (_, address):
        yield address


def snippet(maps: str, asked: dict[str, str], name: str = "kod") -> str:
    """What the maker of snippets gives to copy."""
    with urlopen(f"{maps}/osadzanie?{urlencode(asked)}") as answer:
        return read_html(answer.read().decode()).one("textarea", id=name).text


@pytest.fixture
def hosted(browser, office, maps):
    """``with hosted({"co": "polska"}) as (reader, frame)``: a reader of the office's page, and the frame in it."""

    @contextmanager
    def host(asked, width=1440, name="localhost", script=False, **options):
        office.pasted = snippet(maps, asked) + (snippet(maps, asked, "skrypt") if script else "")
        office.policy = f"default-src 'self'; frame-src {maps}" + (f"; script-src {maps}" if script else "")
        with visiting(browser, f"http://{name}:{office.port}", width, **options) as reader:
            reader.go("/", ready=False)
            reader.page.locator("iframe").scroll_into_view_if_needed()
            frame = reader.page.locator("iframe").element_handle().content_frame()
            frame.wait_for_url("**/embed/**")
            frame.wait_for_load_state("load")
            if frame.locator(".folium-map").count():
                frame.wait_for_selector(READY)
            if frame.locator("[data-entities]").count():
                frame.wait_for_selector("[data-count]")
            yield reader, frame

    return host


def axe(place) -> list[str]:
    found = Axe().run(place, options=RULES).response
    assert len(found["passes"]) > 8, "axe did not look"
    return [f"{v['id']} {n['target']}: {n['failureSummary']}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("what", WHAT)
def test_axe_finds_nothing_on_the_host_and_in_the_frame(hosted, what, width):
    with hosted(WHAT[what], width) as (reader, frame):
        assert axe(reader.page) == []
        assert axe(frame) == []


@pytest.mark.parametrize("what", WHAT)
def test_the_sandbox_is_opaque_and_nothing_leaves_it_or_complains(hosted, maps, what):
    with hosted(WHAT[what]) as (reader, frame):
        strangers = [u for u in reader.requests if not u.startswith((f"{reader.address}/", f"{maps}/", "data:"))]

        assert (reader.complaints, strangers, reader.page.context.cookies()) == ([], [], [])
        assert reader.violations == frame.evaluate("window.__violations") == []
        assert frame.evaluate("self.origin") == "null"
        assert frame.evaluate("(() => { try { return localStorage.length } catch (e) { return e.name } })()") == (
            "SecurityError"
        )
        assert reader.page.evaluate("document.activeElement.tagName") == "BODY", "the frame took the focus"


def test_the_map_is_drawn_and_the_keyboard_reaches_its_areas(hosted):
    with hosted({"co": "wojewodztwo/pomorskie"}, reduced_motion="reduce") as (_, frame):
        areas = frame.locator("path.leaflet-interactive")
        assert areas.count() == 20
        assert frame.locator("path[stroke-dasharray]").count() == 0, "borders of gminas were not asked for"
        areas.nth(6).focus()
        areas.nth(6).press("ArrowRight")
        frame.locator("path:focus").press("Enter")

        assert frame.locator(".leaflet-popup .card-name").inner_text().startswith("powiat ")


def test_entities_are_signs_that_the_keyboard_reaches_and_that_the_list_repeats(hosted, maps):
    asked = {"co": "wojewodztwo/pomorskie", "podmioty": "1", "jezyk": "en", "dzien": "2026-11-20"}
    with hosted(asked, reduced_motion="reduce") as (reader, frame):
        signs = frame.locator(".entity-icon")
        drawn, listed = int(frame.locator("[data-count]").get_attribute("data-count")), frame.locator("tr[data-entity]")
        assert (drawn, listed.count()) == (23, 25)
        assert frame.locator("tr[data-entity]", has_text="not on the map").count() == 2
        assert signs.and_(frame.locator("[tabindex='0']")).count() == 1
        frame.locator(".entity-icon[tabindex='0']").focus()
        while frame.locator(".entity-icon:focus").get_attribute("aria-label").startswith("Organisations"):
            frame.locator(".entity-icon:focus").press("Enter")  # a group comes apart
            frame.wait_for_function("document.activeElement.classList.contains('entity-icon')")
        said = frame.locator(".entity-icon:focus").get_attribute("aria-label")
        frame.locator(".entity-icon:focus").press("Enter")
        assert frame.locator(".leaflet-popup .card-name").inner_text() == said.split(", ")[0]
        frame.locator(".card-name a").press("Escape")
        frame.locator(".leaflet-popup").wait_for(state="detached")
        assert frame.locator(".entity-icon:focus").get_attribute("aria-label") == said
        frame.locator(".entity-icon:focus").press("Enter")
        frame.locator(".card-name a").press("Enter")
        reader.page.wait_for_url(f"{maps}/planowanie/podmiot/*")
        assert reader.page.url.endswith("?date=2026-11-20&lang=en")


def test_every_link_leaves_the_frame_even_those_of_the_map(hosted, maps):
    with hosted({"co": "wojewodztwo/pomorskie", "jezyk": "en", "dzien": "2019-04-17"}) as (reader, frame):
        frame.locator("path.leaflet-interactive").nth(6).focus()
        frame.locator("path:focus").press("Enter")
        frame.locator(".card-more a").click()
        reader.page.wait_for_url(f"{maps}/powiat/*")

        assert reader.page.url.endswith("?date=2019-04-17&lang=en")


def test_the_whole_map_opens_in_place_of_the_host(hosted, maps):
    with hosted({"co": "polska"}) as (reader, frame):
        frame.get_by_role("link", name="Otwórz pełną mapę").click()
        reader.page.wait_for_url(f"{maps}/")


@pytest.mark.parametrize("by_form", [True, False])
def test_the_search_suggests_and_its_answer_leaves_the_frame(hosted, maps, by_form):
    with hosted({"co": "szukaj"}) as (reader, frame):
        frame.locator("#q").press_sequentially("Rakowiec")
        frame.locator('#q-list[data-answers="Rakowiec"] [role=option]').first.wait_for()
        if not by_form:
            frame.locator("#q").press("ArrowDown")
        frame.locator("#q").press("Enter")
        reader.page.wait_for_url(f"{maps}/szukaj?q=Rakowiec" if by_form else f"{maps}/miejsce/*")


@pytest.mark.parametrize("what", WHAT)
def test_in_320_by_400_everything_is_read_without_scrolling_sideways(hosted, what):
    asked = {**WHAT[what], "szerokosc": "320", "wysokosc": "400"}
    with hosted(asked, 400) as (reader, frame):
        size = frame.evaluate("[innerWidth, innerHeight]")
        wide = frame.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        small = frame.locator("main :is(p, li, td, th, a, dd)").evaluate_all(
            "(all) => all.filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 12)"
            ".filter((e) => !e.closest('.folium-map')).length"
        )

        assert size == [320, 400] and wide <= 0 and small == 0
        assert reader.overflow() <= 0
        if frame.locator(".map-box").count():
            assert frame.locator(".map-box").bounding_box()["height"] <= 300
        if frame.locator(".legend").count():
            assert frame.locator(".keys li").first.bounding_box()["width"] > 200


def test_the_optional_script_fits_the_height_and_obeys_nobody_else(hosted):
    with hosted({"co": "owes/owes-debrzno"}, script=True) as (reader, frame):
        reader.page.wait_for_function("Number(document.querySelector('iframe').height) > 620")
        frame.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
        fitted = reader.page.locator("iframe").get_attribute("height")
        reader.page.evaluate("postMessage({ type: 'ses-map:height', height: 3000 }, '*')")
        reader.page.evaluate("new Promise((heard) => { addEventListener('message', heard); postMessage('', '*'); })")

        assert reader.page.locator("iframe").get_attribute("height") == fitted
        assert reader.complaints == []


def test_a_host_that_may_not_frame_sees_why(hosted, maps):
    with hosted({"co": "wojewodztwo/pomorskie"}, name="127.0.0.1") as (reader, frame):
        assert "127.0.0.1" in frame.locator("main p").first.inner_text()
        assert axe(frame) == []
        frame.get_by_role("link", name="Otwórz pełną mapę").click()
        reader.page.wait_for_url(f"{maps}/wojewodztwo/pomorskie")


def test_the_maker_shows_at_once_what_is_chosen_and_copies_it(browser, maps):
    with visiting(browser, maps, permissions=["clipboard-read", "clipboard-write"]) as reader:
        reader.go("/osadzanie", ready=False)
        drawn = reader.page.frame_locator("iframe").locator(READY)
        drawn.wait_for()
        assert axe(reader.page) == []
        reader.page.locator("#co").select_option("wojewodztwo/opolskie")
        reader.page.locator("iframe[src='/embed/wojewodztwo/opolskie']").wait_for()
        drawn.wait_for()
        reader.page.locator("#motyw").select_option("dark")
        reader.page.locator("iframe[src$='?theme=dark']").wait_for()
        drawn.wait_for()
        reader.page.locator("[data-copies=kod]").click()
        reader.page.get_by_text("Skopiowano").wait_for()

        assert reader.page.evaluate("navigator.clipboard.readText()") == reader.page.locator("#kod").input_value()
        assert "theme=dark" in reader.page.locator("#kod").input_value()
        assert reader.page.url.endswith(reader.page.evaluate("location.search"))
        reader.assert_calm()


def test_the_maker_works_without_scripts(browser, maps):
    with visiting(browser, maps, 360, java_script_enabled=False) as reader:
        reader.go("/osadzanie", ready=False)
        reader.page.locator("#co").select_option("szukaj")
        reader.page.get_by_role("button", name="Pokaż podgląd i kod").click()

        assert "/embed/szukaj" in reader.page.locator("#kod").input_value()
        assert reader.page.locator("button[data-copies]").filter(visible=True).count() == 0
