"""An address taken apart: what is a street with its number and may be set aside, and what may name a town."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What stands before the name of a street.
_WAY = r"(?:ulic[aeyę]|ul|alej[aei]|al|plac[u]?|pl|osiedl[eu]|os)"
#: A house and a flat: 5, 2a, 12/34, 5 m. 7, 5-9.
_DOOR = r"\d+(?:\s?[a-z](?![^\W_.]|\.\s?\d))?"
_HOUSE = rf"{_DOOR}(?:\s?[/-]\s?{_DOOR})*(?:\s+(?:m|lok)\b\.?\s*\d+)?(?![^\W_])"
#: A street up to the next comma; localities are called "Osiedle …" and "Plac …" as well.
STREET = re.compile(r"\b(?:(?:ulic[aeyę]|ul|alej[aei]|al)\b(?:\.\s*|\s)|(?:pl|os)\.)[^,;]*", re.IGNORECASE)
_STREET_IN_TEXT = re.compile(rf"\b{_WAY}(?:\.\s*|\s+)(?=[^\W_])|\b{_WAY}\.\s*$", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<=[^\W_][\s.]){_HOUSE}", re.IGNORECASE)
#: What stands between the parts of a query.
PARTS = re.compile(r"[,;()\n]|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query."""

    text: str
    #: Whether a word says that it is a street, a number follows it, or neither.
    is_street: bool = False
    is_numbered: bool = False


def parts_of(text: str) -> list[Part]:
    """Cut a text at commas, before the words for a street, and after the numbers of houses."""
    return [part for piece in PARTS.split(text) for part in _cut(piece) if re.search(r"[^\W_]", part.text)]


def _cut(piece: str) -> Iterator[Part]:
    street = _STREET_IN_TEXT.search(piece)
    if street:
        yield Part(piece[: street.start()])
        piece = piece[street.end() :]
    numbers = list(_NUMBER.finditer(piece))
    if not numbers:
        yield Part(piece, is_street=bool(street))
        return
    yield Part(piece[: numbers[-1].start()], bool(street), is_numbered=True)
    yield Part(piece[numbers[-1].end() :])
