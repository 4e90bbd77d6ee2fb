"""What is seen before any word has a class: divided words, dates, brackets that have a partner."""

import re
from collections.abc import Sequence

from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.registry.sentence.inflection import is_known
from ses_map.registry.sentence.words import Token

_MONTH = "(?:stycz|lut[ey]|mar[zc]|kwie[tc]|maj|czerw|lip[ic]|sierp|wrze[sś]|październik|listopad|grud)[a-ząćęłńóśźż]*"
_YEAR = r"(?:19|20)\d\d"
#: A date, a year, or a span of them, with the small words before and after it.
_DATE = re.compile(
    r"(?:\b(?:od|do|z|w|na|po|przed|dniu|dnia|koniec|końca|końcem|początku|latach|lata|roku|rok|okresie)\s+){0,4}"
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}|{_YEAR}-\d\d(?:-\d\d)?\b|\d{{1,2}}\s+{_MONTH}(?:\s+{_YEAR})?"
    rf"|{_MONTH}\s+{_YEAR}|\d{{1,2}}\.{_YEAR}|{_YEAR}(?:\s*[-–—/]\s*(?:{_YEAR}|\d\d\b))?)\b(?:\s*(?:r\.|roku|rok\b|r\b))?",
    re.IGNORECASE,
)
#: Periods of the funds of the Union, which stand in names of programmes.
_PROGRAMME = re.compile(r"\b(?:2007|2014|2021)\s*[-–—/]\s*(?:2013|2020|2027|13|20|27)\b")

#: Brackets within brackets; deeper ones are signs without a meaning.
_DEEPEST = 6


def join_divided(tokens: Sequence[Token], text: str, gazetteer: Gazetteer) -> list[Token]:
    """Join words that the end of a line divides, where the whole is a word or begins a name."""
    found: list[Token] = []
    for token in tokens:
        if (
            len(found) >= 2
            and token.is_word
            and token.text[0].islower()
            and found[-1].text in "-‐‑"
            and found[-2].is_word
        ):
            first, hyphen = found[-2], found[-1]
            whole = first.norm + token.norm
            begun = first.norm.endswith(("sko", "cko", "dzko"))
            divided = not begun and first.end == hyphen.start and "\n" in text[hyphen.end : token.start]
            if divided and len(whole) <= 40 and (gazetteer.knows(whole) or is_known(whole)):
                found[-2:] = [Token(first.text + token.text, whole, first.start, token.end)]
                continue
        found.append(token)
    return found


def find_dates(tokens: Sequence[Token], text: str) -> dict[int, tuple[int, bool]]:
    """Find dates: index of the first token → index after the last, and whether it is the period of a programme."""
    starts = {t.start: i for i, t in enumerate(tokens)}
    ends = {t.end: i + 1 for i, t in enumerate(tokens)}
    found = {}
    for m in _DATE.finditer(text):
        if m.start() in starts and m.end() in ends:
            found[starts[m.start()]] = ends[m.end()], bool(_PROGRAMME.search(m.group()))
    return found


def bracket_pairs(tokens: Sequence[Token]) -> set[int]:
    """Return the places of brackets that have a partner and are not too deep."""
    found: set[int] = set()
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.text == "(":
            opened.append(place)
        elif token.text == ")" and opened:
            first = opened.pop()
            if len(opened) < _DEEPEST:
                found |= {first, place}
    return found
