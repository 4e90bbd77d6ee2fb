"""Measure everything that has a budget against its peers in one run, and write the figures into ``README.md`` beside.

    python scripts/bench/all.py [--dry-run]

Ratios within one run, never absolute times alone. Needs the Debian packages wrk, nginx, chromium, postgresql and
postgis. Nothing else should run on the machine meanwhile; it takes about ten minutes. Figures, the picture of growth,
the day and the machine are written together once all is measured, so that none of them is older than another.
"""

import argparse
import importlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import entity_map
import growth
from table import HEAD, Row, show

from scripts.marked_block import replace
from ses_map import __version__
from ses_map.settings import Settings

HERE = Path(__file__).resolve().parent
CPUINFO = Path("/proc/cpuinfo")
#: Modules whose ``rows()`` measure and tell all there is.
PLAIN = ("http_lookup", "suggest", "batch", "misspelt", "page_bytes", "startup", "postgis", "bulk_join", "ogc", "limit")


def rows(grown: dict[int, growth.Figures]) -> Iterator[Row]:
    """Measure one thing after the other; how things grow was measured before."""
    for name in PLAIN:
        yield from importlib.import_module(name).rows()
    yield from growth.rows(grown)
    yield from entity_map.rows(entity_map.measure())


def machine() -> str:
    """Describe what the figures are of: version, day, processor, system."""
    asked = ["git", "-C", HERE, "describe", "--always", "--dirty"]
    commit = subprocess.run(asked, capture_output=True, text=True).stdout
    told = CPUINFO.read_text(encoding="utf-8").splitlines() if CPUINFO.exists() else []
    names = {line.partition(":")[2].strip() for line in told if line.startswith("model name")}
    parts = [
        f"ses_map {__version__} ({commit.strip() or 'no checkout'})",
        Settings.from_environment().day().isoformat(),
        f"{os.cpu_count()} × {', '.join(sorted(names)) or platform.machine()}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    ]
    return "; ".join(parts)


def block(head: str, grown: dict[int, growth.Figures], measured: Sequence[Row]) -> str:
    """Write what stands in the document between the two comments."""
    table = "\n".join([HEAD, *map(str, measured)])
    picture = "![Growth from the fewest to the most entities; a line in grey is n itself](growth.svg)"
    return f"Measured: {head}.\n\n{table}\n\n{picture}\n\n{growth.table(grown)}"


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="print only; the document stays as it is")
    is_dry, head, grown = parser.parse_args().dry_run, machine(), growth.measure()
    print(f"{growth.table(grown)}\n")
    measured = show(rows(grown))
    if not is_dry:
        (HERE / "growth.svg").write_text(growth.draw(grown), encoding="utf-8")
        replace(HERE / "README.md", "figures", block(head, grown, measured))
    over = [f"over budget: {row.what}: {row.measured}" for row in measured if row.is_kept is False]
    print("\n".join(over) or "all within budget")


if __name__ == "__main__":
    main()
