"""From ``import ses_map.web`` to the first answer in a fresh interpreter: seconds and memory."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from table import Row, show

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore

ROOT = Path(__file__).resolve().parents[2]

_PROGRAM = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
from ses_map.web import create_app
from ses_map.settings import Settings
from ses_map.store.files import FileStore
answer = create_app(Settings(), FileStore(Path(sys.argv[1]))).test_client().get("/api/v1/lookup?lat=52.23&lon=21.01")
assert answer.status_code == 200, answer.status
seconds = time.perf_counter() - start
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "megabytes": int(peak.split()[1]) / 1024}))
"""


def measure() -> dict[str, float]:
    """Return seconds to the first answer and peak resident memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        data = build_snapshot(ROOT / "geodata")
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        command = [sys.executable, "-c", _PROGRAM, folder]
        output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    found: dict[str, float] = json.loads(output)
    return found


def rows() -> list[Row]:
    """Return the row of the table."""
    start = measure()
    seconds, megabytes = start["seconds"], start["megabytes"]
    kept = seconds <= 2 and megabytes <= 250
    what = "`import ses_map.web` to the first answer"
    return [Row(what, f"{seconds:.2f} s, {megabytes:.0f} MB", "≤ 2 s, ≤ 250 MB", kept)]


if __name__ == "__main__":
    show(rows())
