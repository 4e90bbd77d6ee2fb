"""A reader with a browser: what the page did, asked for and complained about is written down."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Locator, Page

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
_COLOURS = """
async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const p of pixels) counts.set(p, (counts.get(p) || 0) + 1);
  return [counts.size, Math.max(...counts.values()) / pixels.length];
}
"""


@dataclass
class Visit:
    """One reader's page, and what came of it."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, ready: bool = True) -> None:
        self.page.goto(f"{self.address}{path}")
        if ready:
            self.page.wait_for_selector(".folium-map[data-ready]")

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


def colours(page: Page, png: bytes) -> tuple[int, float]:
    """Count the colours of a picture, and give the share of the most frequent one."""
    count, share = page.evaluate(_COLOURS, "data:image/png;base64," + base64.b64encode(png).decode())
    return count, share


@contextmanager
def visiting(browser: Browser, address: str, width: int = 1440, **options: Any) -> Iterator[Visit]:
    """Open a fresh window of this width (nothing cached) and close it on the way out."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL", **options)
    try:
        page = context.new_page()
        page.set_default_timeout(15_000)
        visit = Visit(page, address)
        page.add_init_script(_WATCH)
        page.on("request", lambda r: visit.requests.append(r.url))
        page.on("requestfailed", lambda r: visit.complaints.append(f"failed: {r.url}"))
        page.on("console", lambda m: visit.complaints.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: visit.complaints.append(f"error: {e}"))
        yield visit
    finally:
        context.close()
