"""A reader with a browser: what the page did, asked for and complained about is written down."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Request, expect

#: How long anything that must come may take: a busy machine is no failure, and what is there is not waited for.
PATIENCE_MS = 120_000
#: What a browser calls a request that was broken off because the reader went on.
BROKEN_OFF = "net::ERR_ABORTED"
expect.set_options(timeout=PATIENCE_MS)

#: Violations of the policy, kept by the page itself: a console message alone would not name the directive.
_WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.__violations.push(e.violatedDirective + " " + e.blockedURI + " " + e.sample));
"""
#: The middle one of the points inside the polygon where nothing lies above it.
_POINT_IN = """
(path) => {
  path.closest(".map-box").scrollIntoView({ block: "center" });
  const box = path.getBoundingClientRect();
  const found = [];
  for (let i = 1; i < 40; i++)
    for (let j = 1; j < 40; j++) {
      const [x, y] = [box.left + (box.width * i) / 40, box.top + (box.height * j) / 40];
      if (document.elementFromPoint(x, y) === path) found.push([x, y]);
    }
  return found[found.length >> 1];
}
"""
#: Whether the middle of an element is really seen there: neither clipped nor covered.
_SEEN = """
(element) => {
  scrollTo(0, scrollY + element.getBoundingClientRect().top - innerHeight / 2);
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return element === top || element.contains(top);
}
"""
#: Two frames are drawn, and the timers that were due before have had their turn.
_TURN = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))
"""
#: The map has come to rest: it neither glides to a place nor to a scale.
_AT_REST = """
() => {
  const map = window.sesMap.map;
  return !map._animatingZoom && !(map._panAnim && map._panAnim._inProgress);
}
"""
#: The list of suggestions (which may be empty) is the one for this text.
_ANSWERED = "(text) => document.getElementById('q-list').dataset.answers === text"


@dataclass
class Visit:
    """One reader's page, and what came of it."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    pending: set[Request] = field(default_factory=set)

    def _asks(self, request: Request) -> None:
        self.requests.append(request.url)
        self.pending.add(request)

    def _fails(self, request: Request) -> None:
        self.pending.discard(request)
        if request.failure != BROKEN_OFF:
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def go(self, path: str, ready: bool = True) -> None:
        self.page.goto(f"{self.address}{path}")
        if ready:
            self.page.wait_for_selector(".folium-map[data-ready]")

    def settle(self) -> None:
        """Wait until the page has shown what it has, and everything that it asked for has come."""
        self.page.wait_for_load_state("load")
        for _ in range(2):
            self.turn()
            self.until(lambda: not self.pending)

    def turn(self) -> None:
        """Wait until two frames are drawn and the timers that are due have run."""
        self.page.evaluate(_TURN)

    def until(self, met: Callable[[], bool]) -> None:
        """Let the browser go on until something that it tells has been told."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not met():
            assert time.monotonic() < end, "what was waited for does not come"
            self.page.wait_for_timeout(5)

    def rest(self) -> None:
        """Wait until the map no longer moves."""
        self.page.wait_for_function(_AT_REST)

    def arrives(self, **asked: str) -> None:
        """Wait until the page has loaded whose address asks for this."""
        self.page.wait_for_url(lambda url: asked.items() <= dict(parse_qsl(urlsplit(url).query)).items())

    def suggested(self, text: str) -> Locator:
        """Type into the box key by key, and give the list that answers the whole text, not one to its beginning."""
        self.page.locator("#q").press_sequentially(text)
        self.answered(text)
        return self.page.locator("[role=option]")

    def answered(self, text: str) -> None:
        """Wait for the list (it may be empty) that answers the text of the box."""
        self.page.wait_for_function(_ANSWERED, arg=text.strip())

    def layers(self) -> Locator:
        """Open the list of layers under the pointer; for a moment it takes no click."""
        self.page.locator(".leaflet-control-layers").hover()
        self.page.locator(".leaflet-control-layers-expanded").wait_for()
        self.turn()
        return self.page.locator(".leaflet-control-layers label")

    @property
    def strangers(self) -> list[str]:
        """Requests to anywhere but the server (or the file) that was asked."""
        return [u for u in self.requests if not u.startswith((f"{self.address}/", "data:", "blob:"))]

    @property
    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.__violations")
        return found

    def assert_calm(self) -> None:
        """Nothing was complained about, forbidden, or asked of anybody else."""
        assert (self.complaints, self.violations, self.strangers) == ([], [], [])

    def areas(self) -> Locator:
        return self.page.locator("path.leaflet-interactive")

    def point_in(self, nth: int) -> tuple[float, float]:
        """A point of the screen inside the n-th area, in the order of the codes."""
        x, y = self.areas().nth(nth).evaluate(_POINT_IN)
        return x, y

    def sees(self, selector: str) -> bool:
        seen: bool = self.page.locator(selector).evaluate(_SEEN)
        return seen

    def open_all(self, selector: str = "details") -> None:
        """Open every fold of the page, or those that are meant."""
        self.page.evaluate("(s) => document.querySelectorAll(s).forEach((d) => { d.open = true; })", selector)

    def overflow(self) -> int:
        """How many pixels wider the page is than the window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width


def colours(png: bytes) -> tuple[int, float]:
    """Count the colours of a picture, and give the share of the most frequent one."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    counts = [count for count, _ in image.getcolors(image.width * image.height)]
    return len(counts), max(counts) / sum(counts)


@contextmanager
def visiting(browser: Browser, address: str, width: int = 1440, **options: Any) -> Iterator[Visit]:
    """Open a fresh window of this width (nothing cached) and close it on the way out."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL", **options)
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        visit = Visit(page, address)
        page.add_init_script(_WATCH)
        page.on("request", lambda r: visit._asks(r))
        page.on("requestfinished", lambda r: visit.pending.discard(r))
        page.on("requestfailed", lambda r: visit._fails(r))
        page.on("console", lambda m: visit.complaints.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: visit.complaints.append(f"error: {e}"))
        yield visit
    finally:
        context.close()
