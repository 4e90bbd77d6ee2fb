"""Sentences cut into words, numbers and signs, each with its place in the text."""

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")

#: Signs that only join or separate: between the words of one name, and between the items of a list.
HYPHENS = frozenset("-–—‐‑‒−")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign."""

    #: As written.
    text: str
    #: For comparison: NFC, case-folded.
    norm: str
    #: Offsets in the text, Unicode code points, end exclusive.
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.norm.isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def is_hyphen(self) -> bool:
        """Whether it is a hyphen or a dash of any kind."""
        return self.text in HYPHENS


def fold(text: str) -> str:
    """Give the form in which words are compared."""
    return unicodedata.normalize("NFC", text).casefold()


def tokenise(text: str) -> list[Token]:
    """Cut a text; runs in time linear in its length."""
    return [Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]
