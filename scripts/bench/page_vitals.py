"""How fast the pages arrive in a browser on a slow telephone: paint, shifts, bytes. Printed, never a test.

    python scripts/bench/page_vitals.py

Chromium with its processor slowed down four times and "fast 3G" (1.6 Mbit/s down, 750 kbit/s up, 150 ms), a server of
its own, a fresh window for every visit, the median of the visits. Frames for other sites are budgeted for what they
transfer and for what the processor does: their network is not slowed down, for a host's page shares it.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.servers import served
from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore

ROOT = Path(__file__).resolve().parents[2]
VISITS = 5
PAGES = {
    "home": "/",
    "place": "/miejsce/0151319",
    "place, expired": "/miejsce/0934783",
    "voivodeship": "/wojewodztwo/pomorskie",
}
BUDGET = {"lcp": 1500.0, "cls": 0.02, "kilobytes": 150.0}
#: The frame of the voivodeship whose frame is the largest, and what it may cost.
FRAMES = {"frame, largest voivodeship": "/embed/wojewodztwo/mazowieckie?level=gmina"}
FRAME_BUDGET = {"drawn": 1000.0, "kilobytes": 100.0, "cls": 0.02}
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWER = 4
WATCH = """
window.__vitals = { lcp: 0, cls: 0, what: "" };
new PerformanceObserver((list) => list.getEntries().forEach((e) => {
  window.__vitals.lcp = e.startTime;
  window.__vitals.what = e.element ? e.element.tagName + "." + e.element.className : "";
})).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.__vitals.cls += e.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""
READ = """
() => {
  const [page] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return { ...window.__vitals, fcp: paint.startTime, first: page.responseStart, parsed: page.domContentLoadedEventEnd };
}
"""


def visit(browser: Browser, url: str, width: int, is_slow: bool = True) -> dict[str, float]:
    """Visit a page once, with nothing cached, over a slow network or one that is not slowed down."""
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 740})
    page = context.new_page()
    page.add_init_script(WATCH)
    wire, sizes = context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    if is_slow:
        wire.send("Network.emulateNetworkConditions", FAST_3G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url)
    page.wait_for_selector(".folium-map[data-ready]")
    drawn = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    found: dict[str, float] = {**page.evaluate(READ), "drawn": drawn, "kilobytes": sum(sizes) / 1000}
    context.close()
    return found


def measure() -> dict[str, dict[str, float]]:
    """Return the medians of every page on a telephone and on a screen."""
    chromium = shutil.which("chromium") or sys.exit("needs the program chromium (apt install chromium)")
    found = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = build_snapshot(ROOT / "geodata")
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        with served("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as address:
            for name, path in {**PAGES, **FRAMES}.items():
                for width in (360, 1440):
                    visit(browser, address + path, width, name in PAGES)
                    visits = [visit(browser, address + path, width, name in PAGES) for _ in range(VISITS)]
                    keys = [k for k in visits[0] if k != "what"]
                    median = {k: statistics.median(v[k] for v in visits) for k in keys}
                    found[f"{name}, {width} px, {visits[-1]['what']}"] = median
        browser.close()
    return found


def main() -> None:
    """Measure and print."""
    print("| page | first byte | first paint | largest paint | map drawn | shift | KB |\n|---|---|---|---|---|---|---|")
    over = []
    for name, m in measure().items():
        times = " | ".join(f"{m[k] / 1000:.2f} s" for k in ("first", "fcp", "lcp", "drawn"))
        print(f"| {name} | {times} | {m['cls']:.3f} | {m['kilobytes']:.0f} |")
        budget = FRAME_BUDGET if name.startswith("frame") else BUDGET
        over += [f"{name}: {key} {m[key]:.2f} > {most}" for key, most in budget.items() if m[key] > most]
    print("\n".join(over) or "all within budget")


if __name__ == "__main__":
    main()
