"""Sentences cut into words, numbers and signs, each with its place in the text."""

import re
import unicodedata
from dataclasses import dataclass

#: Signs that nobody sees and that pages put inside words: soft hyphens, joiners, spaces of no width.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
#: Letters may be written as letter and accent, and words may hold what nobody sees.
_LETTER = r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]"
_TOKEN = re.compile(rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f{_INVISIBLE}])*|\d+|[^\w\s]|[_⁰¹²³⁴⁵⁶⁷⁸⁹]")
_WITHOUT = str.maketrans("", "", _INVISIBLE)

#: Signs that only join or separate: between the words of one name, and between the items of a list.
HYPHENS = frozenset("-–—‐‑‒−")
#: Signs that begin the items of a list on a page; compared as commas.
BULLETS = frozenset("•·▪◦‣●○■□➢✓✔")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign."""

    #: As written.
    text: str
    #: For comparison: NFC, case-folded, without invisible signs.
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
        """Whether it is a hyphen or a dash of any kind, and does not begin a line."""
        return self.text in HYPHENS and not self.is_bullet

    @property
    def is_bullet(self) -> bool:
        """Whether it begins an item of a list on a page; bullets are compared as commas."""
        return self.norm == "," != self.text


def fold(text: str) -> str:
    """Return the form in which words are compared."""
    return unicodedata.normalize("NFC", text.translate(_WITHOUT)).casefold()


def tokenise(text: str) -> list[Token]:
    """Cut a text; runs in time linear in its length."""
    tokens: list[Token] = []
    end = 0
    for m in _TOKEN.finditer(text):
        word, start = m.group(), m.start()
        begins_line = end == 0 or "\n" in text[end:start]
        starred = word == "*" and text[m.end() : m.end() + 1].isspace()
        bullet = word in BULLETS or (begins_line and (word in HYPHENS or starred))
        end = m.end()
        tokens.append(Token(word, "," if bullet else fold(word), start, end))
    return tokens
