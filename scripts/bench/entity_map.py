"""The map of entities at 10,000, 100,000 and 1,000,000: bytes of the first view, and scripting while it is moved.

    python scripts/bench/entity_map.py [ENTITIES ...]

The tiles are made of as many generated points as are asked for, in real towns; the page around them is the one of
10,000 generated entities, whose bytes do not depend on their number (fifty rows of a list, whatever its length). In
Chromium with its processor slowed down four times the map is dragged about at three zooms; a frame's scripting is
what its main thread spent on events, timers, animation frames, promises, parsing of JSON and collecting garbage, from
one frame to the next, in time of its processor: what other programs take from the machine meanwhile is not counted.
What loading the page left behind is collected before the hand takes hold; what dragging leaves behind counts.
"""

import hashlib
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from servers import served
from table import Row

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.planning.dots import TILES
from ses_map.pyramid.archive import write_archive
from ses_map.pyramid.dots import Dots, Facts
from ses_map.pyramid.tiles import Pyramid
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from tests.many import KINDS, many_entities

ROOT = Path(__file__).resolve().parents[2]
SIZES = (10_000, 100_000, 1_000_000)
PAGE = "/planowanie/podmioty"
SLOWER = 4
#: Zooms at which the map is dragged, and around which place.
ZOOMS, CENTRE = (6.5, 9, 12), (52.23, 21.01)
CATEGORIES = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.frame",
    "v8.execute",
]
SCRIPTING = {
    "EventDispatch", "FunctionCall", "TimerFire", "FireAnimationFrame", "RunMicrotasks", "EvaluateScript",
    "v8.callFunction", "V8.GC_SCAVENGER", "MinorGC", "MajorGC",
}  # fmt: skip


def tiles_of(data: Snapshot, n: int) -> tuple[dict[str, bytes], float]:
    """Write the tiles of ``n`` generated entities in real towns; give the file and the seconds of writing it."""
    dice, places = np.random.default_rng(1), data.places
    known = [p for p in map(places.place, range(len(places))) if p.lat is not None and p.lon is not None]
    lon, lat = (np.array([getattr(p, c) for p in known], dtype=np.float64) for c in ("lon", "lat"))
    where = dice.integers(0, len(known), n)

    def tell(number: int) -> Facts:
        place = known[where[number]]
        return Facts(f"podmiot-{number}", f"Podmiot {number}", False, place.name, place.gmina[:4])

    began = time.process_time()
    dots = Dots(lon[where], lat[where], dice.integers(0, len(KINDS), n), tuple(sorted(KINDS)), tell)
    told = {"from": "0001-01-01", "kinds": sorted(KINDS), "entities": n}
    archive = write_archive(Pyramid(dots), told)
    spent = time.process_time() - began
    return {hashlib.sha256(archive).hexdigest()[:12].join(TILES): archive}, spent


def first_view(browser: Browser, url: str, width: int) -> dict[str, float]:
    """Count the bytes of the first view, nothing cached: all of them, and those of the tiles."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    wire, names, sizes = context.new_cdp_session(page), {}, {}
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(url)
    page.wait_for_selector("[data-tiles][data-settled]")
    page.wait_for_load_state("networkidle")
    nodes = page.locator(".entity-icon").count()
    context.close()
    tiles = sum(size for key, size in sizes.items() if "/kafelki/" in names[key])
    return {"bytes": sum(sizes.values()), "tiles": tiles, "signs": nodes}


def panning(browser: Browser, url: str) -> dict[float, tuple[float, float, int]]:
    """Drag the map about at each zoom: median and longest scripting of a frame in milliseconds, and most signs."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(url)
    page.wait_for_selector("[data-tiles][data-settled]")
    wire = context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    found = {}
    for zoom in ZOOMS:
        was = page.locator("[data-tiles]").get_attribute("data-settled")
        page.evaluate("([at, zoom]) => sesMap.map.setView(at, zoom, { animate: false })", [list(CENTRE), zoom])
        page.wait_for_function("(w) => document.querySelector('[data-tiles]').dataset.settled !== w", arg=was)
        page.wait_for_timeout(1000)
        wire.send("HeapProfiler.collectGarbage")
        browser.start_tracing(page=page, categories=CATEGORIES)
        signs = _drag(page)
        frames = scripting(json.loads(browser.stop_tracing())["traceEvents"])
        found[zoom] = (float(np.median(frames)), max(frames), signs)
    context.close()
    return found


def _drag(page: Page) -> int:
    box = page.locator(".folium-map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    most = 0
    for dx, dy in ((-200, 0), (0, -150), (200, 100), (-150, 150)):
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 21):
            page.mouse.move(x + dx * step / 20, y + dy * step / 20)
            page.wait_for_timeout(16)
        page.mouse.up()
        page.wait_for_timeout(600)
        most = max(most, page.locator(".entity-icon").count())
    return most


def scripting(events: list[dict[str, Any]]) -> list[float]:
    """Return the milliseconds of the processor that each frame spent on scripting; nested events count once."""
    starts = [e for e in events if e["name"] == "BeginMainThreadFrame"]
    threads = [(e["pid"], e["tid"]) for e in starts]
    main = max(set(threads), key=threads.count)
    ours = [e for e in events if (e["pid"], e["tid"]) == main]
    edges = sorted(e["ts"] for e in ours if e["name"] == "BeginMainThreadFrame")
    spent, until = np.zeros(len(edges) + 1), 0.0
    for event in sorted((e for e in ours if e["name"] in SCRIPTING and "dur" in e), key=lambda e: e["ts"]):
        if event["ts"] >= until:
            spent[np.searchsorted(edges, event["ts"], side="right")] += event.get("tdur", event["dur"]) / 1000
            until = event["ts"] + event["dur"]
    return [float(s) for s in spent]


def measure(sizes: tuple[int, ...] = SIZES) -> dict[int, dict[str, Any]]:
    """Return size → seconds and bytes of the tiles, bytes of the first view, scripting while the map is dragged."""
    chromium = shutil.which("chromium") or sys.exit("needs the program chromium (apt install chromium)")
    data = build_snapshot(ROOT / "geodata")
    around = many_entities(data, SIZES[0])
    around = around.with_files(render_maps(around))
    found: dict[int, dict[str, Any]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        for n in sizes:
            tiles, seconds = tiles_of(data, n)
            with tempfile.TemporaryDirectory() as folder:
                FileStore(Path(folder)).publish(around.with_files(tiles))
                with served("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as address:
                    views = {width: first_view(browser, address + PAGE, width) for width in (360, 1440)}
                    moved = panning(browser, address + PAGE)
            found[n] = {"seconds": seconds, "file": len(next(iter(tiles.values()))), "views": views, "panning": moved}
        browser.close()
    return found


def rows(found: dict[int, dict[str, Any]]) -> list[Row]:
    """Return the rows of the common table: the largest number of entities against the smallest."""
    least, most = min(found), max(found)
    few, many = (found[n]["views"] for n in (least, most))
    ratio = max(many[w]["bytes"] / few[w]["bytes"] for w in many)
    told = ", ".join(f"{many[w]['bytes'] / 1000:.0f} against {few[w]['bytes'] / 1000:.0f} KB at {w} px" for w in many)
    moved = found[most]["panning"].values()
    median, longest = max(m[0] for m in moved), max(m[1] for m in moved)
    return [
        Row(
            f"first view of the map of {most:,} entities, against {least:,}",
            f"{ratio:.2f} × the bytes ({told})",
            "≤ 2 ×",
            ratio <= 2,
        ),
        Row(
            f"scripting of a frame while the map of {most:,} is dragged, processor slowed {SLOWER} ×",
            f"at most {longest:.0f} ms, median {median:.1f} ms",
            "≤ 50 ms",
            longest <= 50,
        ),
    ]


def main() -> None:
    """Measure and print."""
    found = measure(tuple(map(int, sys.argv[1:])) or SIZES)
    least = next(iter(found.values()))
    heads = (
        "entities",
        "tiles written, s",
        "file, MB",
        "width",
        "first view, KB",
        "of it tiles, KB",
        "signs",
        "ratio: all / tiles",
    )
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for n, m in found.items():
        for width, view in m["views"].items():
            ratio = " / ".join(f"{view[k] / least['views'][width][k]:.2f}" for k in ("bytes", "tiles"))
            sizes = f"{view['bytes'] / 1000:.0f} | {view['tiles'] / 1000:.1f} | {view['signs']}"
            print(f"| {n} | {m['seconds']:.1f} | {m['file'] / 1e6:.1f} | {width} | {sizes} | {ratio} |")
    print(f"\n| entities | zoom | scripting a frame at {SLOWER} x slowdown: median, ms | longest, ms | most signs |")
    print("|---|---|---|---|---|")
    for n, m in found.items():
        for zoom, (median, longest, signs) in m["panning"].items():
            print(f"| {n} | {zoom} | {median:.1f} | {longest:.1f} | {signs} |")


if __name__ == "__main__":
    main()
