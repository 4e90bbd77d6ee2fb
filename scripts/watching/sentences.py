"""Lines of a page → what it says about coverage: the sentences that name powiats, cities or gminas."""

import re
from collections.abc import Iterable, Iterator

from ses_map.registry.sentence import Gazetteer, parse_sentence

#: A page with more of them is no page of a centre; it is told of.
MOST = 300
#: Characters; what is longer is cut at a space, because no person wrote it as one sentence.
LONGEST = 4_000

_HEADS = re.compile(r"powia[td]|powieci|\bpow\.|podregion|subregion|\bgmin|\bmia[sś]t|\bmieści|\bm\.", re.IGNORECASE)
#: A full stop, and what begins the next sentence.
_STOP = re.compile(r"(?<=[.!?…])\s+(?=[„\"(]?[A-ZĄĆĘŁŃÓŚŹŻ])")
#: Ends of pieces whose full stop is that of a short word, and not of a sentence: "m. Łódź", "woj. Łódzkie".
_SHORT = re.compile(r"\b(?:m|st|pow|woj|gm|ul|al|pl|os|tj|tzn|np|nr|r|im|św|ks|dr|prof|in|tel|godz|ok|min|maks)\.$")

Line = tuple[bool, str]


def coverage_sentences(lines: Iterable[Line], gazetteer: Gazetteer, voivodeship: str) -> tuple[str, ...]:
    """Return the sentences of a page that name units of area, each once, in their order; at most one more than `MOST`.

    Parameters
    ----------
    lines : iterable of Line
        As :mod:`reading` gives them.
    gazetteer : Gazetteer
    voivodeship : str
        2-digit code of the voivodeship that the page is about, or empty.
    """
    found: dict[str, None] = {}
    for text in sentences(lines):
        if text not in found and _HEADS.search(text) and _names_units(text, gazetteer, voivodeship):
            found[text] = None
            if len(found) > MOST:
                break
    return tuple(found)


def _names_units(text: str, gazetteer: Gazetteer, voivodeship: str) -> bool:
    reading = parse_sentence(text, gazetteer, voivodeship)
    guessed = {p.code for p in reading.problems} & {"voivodeship-only"}
    return not guessed and bool(reading.units or reading.gminas or reading.excluded or reading.aside)


def sentences(lines: Iterable[Line]) -> Iterator[str]:
    """Cut lines into sentences; a list is one with the line before it that ends with a colon."""
    for paragraph in _paragraphs(lines):
        yield from _pieces(paragraph)


def _paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    block: list[str] = []
    for is_item, text in lines:
        if block and not (is_item and (len(block) > 1 or block[0].endswith(":"))):
            yield "\n".join(block)
            block = []
        block.append(f"• {text}" if block else text)
    if block:
        yield "\n".join(block)


def _pieces(paragraph: str) -> Iterator[str]:
    piece = ""
    for part in _STOP.split(paragraph):
        piece = f"{piece} {part}" if piece else part
        if not _SHORT.search(piece):
            yield from _cut(piece)
            piece = ""
    yield from _cut(piece)


def _cut(piece: str) -> Iterator[str]:
    while len(piece) > LONGEST:
        stop = piece.rfind(" ", 1, LONGEST)
        stop = stop if stop > 0 else LONGEST
        yield piece[:stop].strip()
        piece = piece[stop:]
    if piece.strip():
        yield piece.strip()
