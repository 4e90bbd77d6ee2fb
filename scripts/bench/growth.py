"""How build, start, memory and answers grow from ten thousand entities to a million.

    python scripts/bench/growth.py [--svg FILE] [N ...]

Generated registers (``tests/many.py``) are written as Parquet and read as ``ses-map build --entities`` reads them. Each
step runs in an interpreter of its own; figures are seconds of its processor, so that a busy machine does not change
them, and the budget is a ratio: with k times the entities no step may take more than k times as long.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from servers import ROOT
from table import Row

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.schemas import SCHEMAS
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from tests.many import many_columns

SIZES = (10_000, 100_000, 1_000_000)
Figures = dict[str, float]
#: What is measured → what it is called; the unit stands last.
MEASURES = {
    "build": "build of the entities, s",
    "build_mb": "most memory of the build, MB",
    "file_mb": "file of the entities, MB",
    "ready": "start to first answer, s",
    "worker_mb": "worker after all pages, MB",
    "page": "first page of entities ever, s",
    "page_again": "page of entities of another day, s",
    "page_kb": "page of entities, KB",
    "api": "page of /api/v1/entities, s",
    "search": "search for two words, s",
    "statistics": "statistics of another day, s",
}
#: Measures of the plot, and the colours and dashes of their lines.
DRAWN = {
    "build": ("#14213d", ""),
    "ready": ("#0072b2", "7 3"),
    "page": ("#b5460f", "2 3"),
    "search": ("#00795c", "9 3 2 3"),
    "worker_mb": ("#7a3e9d", "1 4"),
}

_BUILD = """
import json, sys, time
from pathlib import Path
from ses_map.entities import encode_entities
from ses_map.registry import read_registry
from ses_map.store import load_current
from ses_map.store.files import FileStore
geodata, register, store, n = Path(sys.argv[1]), Path(sys.argv[2]), FileStore(Path(sys.argv[3])), int(sys.argv[4])
began = time.process_time()
registry, problems = read_registry(geodata, [register])
data = encode_entities(registry.entities)
seconds = time.process_time() - began
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
assert sum(e.id.startswith("podmiot-") for e in registry.entities[-50:]) == 50 and len(registry.entities) > n
print(json.dumps({"build": seconds, "build_mb": int(peak.split()[1]) / 1024, "file_mb": len(data) / 1e6}))
store.publish(load_current(store).with_files({"entities.npz": data}))
"""
_SERVE = """
import json, sys, time
from pathlib import Path
began = time.process_time()
from ses_map.web import create_app
from ses_map.settings import Settings
from ses_map.store.files import FileStore
client = create_app(Settings(), FileStore(Path(sys.argv[1]))).test_client()
def ask(path):
    start = time.process_time()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status)
    return time.process_time() - start, len(answer.data) / 1e3
ask("/api/v1/lookup?lat=52.23&lon=21.01")
found = {"ready": time.process_time() - began}
desk = "/planowanie/podmioty?date=2026-"
found["page"], found["page_kb"] = ask(desk + "11-20")
found["page_again"] = min(ask(f"{desk}10-{day}")[0] for day in (10, 11, 12))
found["api"] = min(ask(f"/api/v1/entities?limit=50&offset={n}")[0] for n in (0, 50, 5000))
found["search"] = min(ask(f"{desk}11-20&q=podmiot+{n}")[0] for n in (777, 778, 779))
found["statistics"] = min(ask(f"/planowanie/statystyki?date=2026-10-{day}")[0] for day in (10, 11, 12))
memory = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
print(json.dumps(found | {"worker_mb": int(memory.split()[1]) / 1024}))
"""


def measure(sizes: tuple[int, ...] = SIZES) -> dict[int, Figures]:
    """Return number of entities → figures by the keys of :data:`MEASURES`."""
    found = {}
    base = build_snapshot(ROOT / "geodata")
    base = base.with_files(render_maps(base))
    for n in sizes:
        with tempfile.TemporaryDirectory() as folder:
            register, store = Path(folder) / "register.parquet", Path(folder) / "store"
            write_register(base, n, register)
            FileStore(store).publish(base)
            built = _run(_BUILD, str(ROOT / "geodata"), str(register), str(store), str(n))
            found[n] = built | _run(_SERVE, str(store))
    return found


def write_register(snapshot: Snapshot, n: int, path: Path) -> None:
    """Write generated entities as a register with the columns of ``registry/entities.csv``."""
    schema = pa.schema([(name, pa.string()) for name in SCHEMAS["registry/entities.csv"].columns])
    with pa.parquet.ParquetWriter(path, schema) as writer:
        for columns in many_columns(snapshot, n):
            rows = len(columns["id"])
            told = columns | {"entity_id": columns["id"], "clusters": [()] * rows, "register": [""] * rows}
            writer.write_table(pa.table({name: list(map(_text, told[name])) for name in schema.names}, schema))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def _run(program: str, *arguments: str) -> Figures:
    command = [sys.executable, "-c", program, *arguments]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout
    figures: Figures = json.loads(output)
    return figures


def table(found: dict[int, Figures]) -> str:
    """Write figures and ratios as rows of a Markdown table."""
    sizes, least = sorted(found), min(found)
    heads = ["what", *(f"{n:,}" for n in sizes), *(f"{n // least} × n" for n in sizes[1:])]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for key, name in MEASURES.items():
        values = [f"{found[n][key]:.3g}" for n in sizes]
        ratios = [f"{found[n][key] / found[least][key]:.1f} ×" for n in sizes[1:]]
        lines.append(f"| {' | '.join([name, *values, *ratios])} |")
    return "\n".join(lines)


def rows(found: dict[int, Figures]) -> list[Row]:
    """Return the row of the common table: for each size, how many times the build of the smallest it takes."""
    sizes, least = sorted(found), min(found)
    times = {n: found[n]["build"] / found[least]["build"] for n in sizes[1:]}
    told = " / ".join(f"{found[n]['build']:.2f}" for n in sizes)
    ratios = ", ".join(f"{ratio:.1f} × for {n // least} × the entities" for n, ratio in times.items())
    what = f"build of {' / '.join(f'{n:,}' for n in sizes)} entities, s of the processor"
    return [Row(what, f"{told}: {ratios}", "no faster than n", all(r <= n / least for n, r in times.items()))]


def draw(found: dict[int, Figures]) -> str:
    """Draw the ratios to the smallest register as an SVG picture, both axes logarithmic; a line in grey is n itself."""
    least, most = min(found), max(found)
    decades = math.log10(most / least) or 1

    def at(n: float, ratio: float) -> str:
        return f"{60 + 380 * math.log10(n / least) / decades:.1f},{260 - 220 * math.log10(max(ratio, 1)) / decades:.1f}"

    parts = ['<rect width="660" height="310" fill="#fff"/>']
    for step in range(round(decades) + 1):
        (x, y), k = at(least * 10**step, 10**step).split(","), 10**step
        parts.append(f'<path d="M{x},40V260M60,{y}H440" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="278" text-anchor="middle">{least * k:,}</text>')
        parts.append(f'<text x="52" y="{float(y) + 4:.1f}" text-anchor="end">{k} ×</text>')
    parts.append(f'<path d="M{at(least, 1)} {at(most, most / least)}" stroke="#999" stroke-width="6" opacity=".5"/>')
    for number, (key, (colour, dash)) in enumerate(DRAWN.items()):
        line = " ".join(at(n, found[n][key] / found[least][key]) for n in sorted(found))
        look = f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"'
        height = 66 + 24 * number
        parts.append(f'<polyline points="{line}" {look}/><path d="M460,{height}h34" {look}/>')
        parts.append(f'<text x="502" y="{height + 4}">{MEASURES[key].rpartition(",")[0]}</text>')
    parts.append(
        '<path d="M460,42h34" stroke="#999" stroke-width="6" opacity=".5"/><text x="502" y="46">n itself</text>'
    )
    parts.append('<text x="250" y="300" text-anchor="middle">entities</text>')
    parts.append('<text x="60" y="24">times what it takes with the fewest entities</text>')
    title = "Growth with the number of entities: nothing grows faster than n"
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 310" font-family="sans-serif" font-size="12">'
    return f"{head}<title>{title}</title>{''.join(parts)}</svg>\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--svg", type=Path, help="where to write the picture")
    asked = parser.parse_args()
    found = measure(tuple(asked.sizes))
    print(table(found))
    if asked.svg:
        asked.svg.write_text(draw(found), encoding="utf-8")


if __name__ == "__main__":
    main()
