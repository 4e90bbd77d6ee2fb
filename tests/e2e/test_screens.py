"""The look of the pages against pictures kept in ``screens/``: what changes it on purpose renews them.

    RENEW_SCREENS=1 python -m pytest tests/e2e/test_screens.py

The same words, day and font everywhere (DejaVu Sans, which CI installs with Chromium); what stands in a field for
a day is written as the browser's own language wants, and left out,
like the way back to today. ``home.png`` is also the picture of the README.
"""

import io
import json
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.e2e.sights import show

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

FOLDER = Path(__file__).parent / "screens"
PAGES = ["home", "choices", "place", "place-expired", "powiat-exceptions", "centre", "centres", "voivodeship"]
#: Width → height of the window.
WINDOWS = {360: 900, 1440: 1340}
SCREENS = {f"{page}-{width}": (page, width, "light", "pl") for page in PAGES for width in WINDOWS} | {
    "home-360-dark": ("home", 360, "dark", "uk"),
    "place-expired-1440-dark": ("place-expired", 1440, "dark", "en"),
}
#: A channel that differs by more than this makes a pixel different; edges of letters differ by less.
VISIBLE = 64
#: Share of the pixels that may be different.
TOLERANCE = 0.02
FIXED = """
* { font-family: "DejaVu Sans" !important; caret-color: transparent !important; }
input::-webkit-datetime-edit, input::-webkit-calendar-picker-indicator { visibility: hidden !important; }
.day a { display: none !important; }
"""
#: The style is there before the first script measures a label.
DRESS = """
new MutationObserver((_, observer) => {
  if (!document.head) return;
  observer.disconnect();
  const style = document.createElement("style");
  style.textContent = FIXED;
  document.head.append(style);
}).observe(document, { childList: true, subtree: true });
"""


def picture(visit, screen):
    """Look at a page as it is before anything is touched."""
    page, width, scheme, language = SCREENS[screen]
    with visit(width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True) as reader:
        reader.page.set_viewport_size({"width": width, "height": WINDOWS[width]})
        reader.page.add_init_script(DRESS.replace("FIXED", json.dumps(FIXED)))
        show(reader, page, language)
        reader.settle()
        return Image.open(io.BytesIO(reader.page.screenshot(type="png"))).convert("RGB")


def kept_as(screen):
    return FOLDER / ("home.png" if screen == "home-1440" else f"{screen}.png")


def difference(one, other):
    """Share of the pixels that anybody would see to differ."""
    if one.size != other.size:
        return 1.0
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[VISIBLE + 1 :]) / (one.width * one.height)


@pytest.mark.parametrize("screen", SCREENS)
def test_it_looks_as_it_did(visit, tmp_path, screen):
    new, path = picture(visit, screen), kept_as(screen)
    if os.environ.get("RENEW_SCREENS"):
        new.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.exists(), "no picture is kept: run with RENEW_SCREENS=1 and look at what it writes"
    share = difference(new, Image.open(path).convert("RGB"))
    new.save(tmp_path / path.name)

    assert share <= TOLERANCE, f"{100 * share:.1f} % differ; compare {tmp_path / path.name} with {path}"


def test_no_picture_is_kept_that_nothing_is_compared_with():
    assert sorted(FOLDER.iterdir()) == sorted({kept_as(screen) for screen in SCREENS})
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_500_000


def test_another_page_would_be_noticed():
    """The comparison tells pages apart that share head, colours and font."""
    pictures = {s: Image.open(kept_as(s)).convert("RGB") for s in SCREENS}
    close = [(a, b) for a in pictures for b in pictures if a < b and difference(pictures[a], pictures[b]) <= TOLERANCE]

    assert close == []
