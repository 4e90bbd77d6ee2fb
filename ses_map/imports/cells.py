"""One cell: cleaned, and what makes it unfit for a register."""

import re
import unicodedata

#: No text of a register is longer than this many characters, a coverage sentence aside.
LONGEST = 1_000

#: Code of a danger → the rest of the sentence about the cell that has it.
HAZARDS = {
    "formula": "zaczyna się jak formuła arkusza; wpisz sam tekst",
    "markup": "zawiera znacznik HTML; wpisz sam tekst",
    "control-character": "zawiera znaki sterujące; wpisz tekst od nowa",
    "too-long": "jest dłuższe niż 1000 znaków; skróć tekst",
}

_BLANKS = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: What may begin with + or -: a telephone, a number, the items of a list.
_HARMLESS = re.compile(r"[+-]\s?[\d(][^=|!@]*|-+(?:\s[^=|!@]*)?")
_MARKUP = re.compile(r"<\s*[a-zA-Z/!?]")


def clean_lines(text: str) -> str:
    """Tidy white space of every kind and drop invisible signs; line breaks stay."""
    tidy = unicodedata.normalize("NFC", text).translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(" ", line).strip() for line in tidy.split("\n"))
    return "\n".join(line for line in lines if line)


def clean_text(text: str) -> str:
    """Tidy a text into one line."""
    return clean_lines(text).replace("\n", " ")


def hazard(text: str) -> str:
    """Name what makes a text unfit for a register, a key of :data:`HAZARDS`; empty where nothing does."""
    if text[:1] in ("=", "@") or (text[:1] in ("+", "-") and not _HARMLESS.fullmatch(text)):
        return "formula"
    if _MARKUP.search(text):
        return "markup"
    if _CONTROLS.search(text):
        return "control-character"
    return "too-long" if len(text) > LONGEST else ""
