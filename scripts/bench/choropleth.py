"""How long the map of numbers takes to recolour in a browser. Printed, never a test.

    python scripts/bench/choropleth.py

Chromium, a server of its own; around every ``change`` of a measure and of a way of classes ``performance.now``, and the
time until the next frame is painted; the median and the longest of all choices. The budget is 100 ms.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.servers import served
from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore

ROOT = Path(__file__).resolve().parents[2]
BUDGET_MS = 100.0
PAGES = {
    "powiats of the country": "/planowanie/statystyki",
    "areas of centres": "/planowanie/statystyki?poziom=centre",
    "gminas of mazowieckie": "/planowanie/statystyki?poziom=gmina&voivodeship=mazowieckie",
}
SWITCH = """
async () => {
  const times = [];
  for (const id of ["miara", "klasy"]) {
    const select = document.getElementById(id);
    for (let n = 0; n < select.options.length; n++) {
      select.selectedIndex = n;
      const start = performance.now();
      select.dispatchEvent(new Event("change", { bubbles: true }));
      const done = performance.now() - start;
      await new Promise((paint) => requestAnimationFrame(() => setTimeout(paint)));
      times.push([done, performance.now() - start]);
    }
  }
  return times;
}
"""


def measure(page: Page, url: str) -> tuple[list[float], list[float]]:
    """Return the milliseconds of every choice: of the script, and until it is seen."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    times = page.evaluate(SWITCH)
    return [t[0] for t in times], [t[1] for t in times]


def main() -> None:
    """Measure and print."""
    chromium = shutil.which("chromium") or sys.exit("needs the program chromium (apt install chromium)")
    print("| map | areas | script, median | script, longest | painted, median | painted, longest |")
    print("|---|---|---|---|---|---|")
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = build_snapshot(ROOT / "geodata")
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        with served("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as address:
            for name, path in PAGES.items():
                script, seen = measure(page, address + path)
                count = page.locator(".areas g path").count()
                figures = (statistics.median(script), max(script), statistics.median(seen), max(seen))
                worst = max(worst, max(seen))
                print(f"| {name} | {count} | {' | '.join(f'{f:.1f} ms' for f in figures)} |")
        browser.close()
    print("within budget" if worst <= BUDGET_MS else f"over budget: {worst:.0f} ms > {BUDGET_MS:.0f} ms")


if __name__ == "__main__":
    main()
