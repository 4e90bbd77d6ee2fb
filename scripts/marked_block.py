"""A block of a document that a program writes: the lines between two comments that name it."""

import re
from pathlib import Path


def replaced(text: str, name: str, block: str) -> str:
    """Return a document with another block under a name.

    Raises
    ------
    ValueError
        Where the two comments do not stand in it exactly once, in their order.
    """
    begin, end = f"<!-- {name}: written by ", f"<!-- end of {name} -->"
    around = re.compile(rf"(?ms)^({re.escape(begin)}[^\n]*-->\n).*?^({re.escape(end)})$")
    if (text.count(begin), text.count(end), len(around.findall(text))) != (1, 1, 1):
        raise ValueError(f"a document needs one block {begin}… --> … {end}")
    return around.sub(lambda found: f"{found[1]}\n{block.strip()}\n\n{found[2]}", text)


def replace(path: Path, name: str, block: str) -> None:
    """Write another block under a name into a document."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), name, block), encoding="utf-8")
