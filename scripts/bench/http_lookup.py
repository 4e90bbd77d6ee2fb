"""HTTP look-up by point against an empty Flask view: same granian, same workers, same wrk, rounds in turn."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from servers import ROOT, served
from table import Row, show

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore

ROUNDS, SECONDS, CONNECTIONS = 10, 3, 32


def requests_per_second(base: str) -> float:
    """Load one server from a second process and read wrk's figure; any answer but 2xx stops the benchmark."""
    script = Path(__file__).with_name("points.lua")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), f"{base}/api/v1/lookup"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"the server failed under load:\n{output}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found
    return float(found.group(1))


def measure() -> dict[str, float]:
    """Return requests per second of both peers, the best of the rounds, and their ratio.

    The two workers of a server share the connections of a round by chance; a round in which one of them got most of
    them runs at less than half the speed, with either peer. The best round is the one with both at work.
    """
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: install the Debian package wrk")
    with tempfile.TemporaryDirectory() as folder:
        data = build_snapshot(ROOT / "geodata")
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        here = Path(__file__).parent
        with (
            served("empty_app:app", {}, here) as empty,
            served("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as ours,
        ):
            for warm in (empty, ours):
                requests_per_second(warm)
            rounds = [(requests_per_second(empty), requests_per_second(ours)) for _ in range(ROUNDS)]
    empty_rps, lookup_rps = (max(peer) for peer in zip(*rounds, strict=True))
    return {"empty_rps": empty_rps, "lookup_rps": lookup_rps, "ratio": lookup_rps / empty_rps}


def rows() -> list[Row]:
    """Return the row of the table."""
    http = measure()
    told = f"{http['lookup_rps']:,.0f} against {http['empty_rps']:,.0f}"
    what = "HTTP look-up by point, against an empty Flask view under the same granian and wrk"
    return [Row(what, f"{100 * http['ratio']:.0f} % of its requests/s ({told})", "≥ 85 %", http["ratio"] >= 0.85)]


if __name__ == "__main__":
    show(rows())
