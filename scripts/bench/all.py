"""Measure everything that has a budget against its peers in one run, and print the table of the README.

    python scripts/bench/all.py [--svg FILE]

Ratios within one run, never absolute times alone. Needs the Debian packages wrk, nginx, chromium, postgresql and
postgis. Nothing else should run on the machine meanwhile; it takes about ten minutes.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import entity_map
import growth
from table import Row, show

#: Modules whose ``rows()`` measure and tell all there is.
PLAIN = ("http_lookup", "suggest", "batch", "page_bytes", "startup", "postgis", "bulk_join", "ogc", "limit")


def rows(grown: dict[int, growth.Figures]) -> Iterator[Row]:
    """Measure one thing after the other; how things grow was measured before."""
    for name in PLAIN:
        yield from importlib.import_module(name).rows()
    yield from growth.rows(grown)
    yield from entity_map.rows(entity_map.measure())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", type=Path, help="where to draw how things grow with the number of entities")
    svg, grown = parser.parse_args().svg, growth.measure()
    if svg:
        svg.write_text(growth.draw(grown), encoding="utf-8")
    print(f"{growth.table(grown)}\n")
    over = show(rows(grown))
    print("\n".join(f"over budget: {row.what}: {row.measured}" for row in over) or "all within budget")


if __name__ == "__main__":
    main()
