"""Hostile text in files and on terminals: nothing is run, nothing hides.

Notes
-----
What spreadsheets run: OWASP, *CSV Injection*. Numbers are no text and stay as they are.
"""

import re
from typing import Any

#: What a spreadsheet would run as a formula; the wide forms are signs of the same meaning.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: Signs that nobody sees: they command a terminal, break a line or turn what follows around.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def inert(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula; an empty one where it is ``None``."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def seen(text: str) -> str:
    """Show signs that command a terminal, or that nobody sees, as what they are: strangers."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
