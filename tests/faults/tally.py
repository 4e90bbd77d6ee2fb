"""How many faults a run injected and how many answers it checked: counted where it happens, summed at the end.

Every process appends lines to one file of its own in the folder that ``FAULTS_TALLY`` names; without it, to none.
``FAULTS=long`` asks for the long form (``make faults``); everything else is the short one of ``make check``.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

KINDS = ("injected", "checked", "lost", "mixed")


def amount(short: int, long: int) -> int:
    """How much of something this run does."""
    return long if os.environ.get("FAULTS") == "long" else short


def note(fault: str, **counts: int) -> None:
    """Count for the table: faults ``injected``, answers or states ``checked``, those ``lost`` and ``mixed``."""
    assert set(counts) <= set(KINDS), counts
    folder = os.environ.get("FAULTS_TALLY")
    if folder:
        with (Path(folder) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps([fault, counts]) + "\n")


def check(fault: str, *, whole: bool, present: bool = True) -> None:
    """Count one answer or state, and fail when it is lost or neither the old nor the new one."""
    note(fault, checked=1, lost=int(not present), mixed=int(present and not whole))
    assert present, f"{fault}: lost"
    assert whole, f"{fault}: neither the old nor the new one"


def summed(folder: Path) -> dict[str, Counter[str]]:
    """Return the counts of each fault, in the order of their names."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            fault, counts = json.loads(line)
            found.setdefault(fault, Counter()).update(counts)
    return dict(sorted(found.items()))


def table(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Write the counts as rows of a Markdown table, with a last row of sums."""
    head = "| fault | injected | answers or states checked | lost | mixed |"
    total: Counter[str] = Counter()
    rows = [head, "|---|---:|---:|---:|---:|"]
    for fault, found in counts.items():
        total.update(found)
        rows.append(_row(fault, found))
    return [*rows, _row("all", total)]


def _row(name: str, counts: Mapping[str, int]) -> str:
    return f"| {name} | " + " | ".join(f"{counts.get(kind, 0):,}" for kind in KINDS) + " |"
