"""How names are compared, put into addresses and sorted, and how days are written in Polish."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date

from ses_map.vocabulary import first_day

#: Letters of Polish in their order; letters that are not in it sort by what is left of them without signs.
_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_ORDER = {letter: f"{number:02d}" for number, letter in enumerate(_ALPHABET)}


def fold(text: str) -> str:
    """Return the form in which headers and names are compared: no case, accents or signs, single spaces."""
    if _COMMON.issuperset(text):
        return " ".join(text.translate(_FOLDED).split())
    return _fold_any(text)


def _fold_any(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).replace("ł", "l")
    seen = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(re.sub(r"[\W_]+", " ", "".join(seen)).split())


#: Signs of which each is folded alone, whatever stands beside it, and what it becomes: most texts have no others.
_COMMON = frozenset(chr(n) for n in range(32, 127)) | frozenset("ĄąĆćĘęŁłŃńÓóŚśŹźŻż„”“’–—…")
_FOLDED = {ord(c): _fold_any(c) or " " for c in _COMMON}


#: Ukrainian letters → Latin ones as Polish would write the sound: Варшава → Warszawa, Гданськ → Gdansk.
_LETTERS = {
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "z", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ь": "", "ю": "iu", "я": "ia",
    "ё": "io", "ы": "y", "э": "e", "ъ": "", "'": "", "’": "",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS | {k.upper(): v.capitalize() for k, v in _LETTERS.items()})


def in_latin(text: str) -> str:
    """Write a text with Cyrillic letters in Latin ones; any other text stays as it is.

    What Ukrainian spells otherwise than Polish sounds (Краків) comes out near enough to be suggested.
    """
    return text.translate(_TABLE) if any("\u0400" <= letter <= "\u052f" for letter in text) else text


def alternatives(words: Iterable[str]) -> str:
    """Write a choice in Polish: ``pl, en albo uk``."""
    *before, last = words
    return f"{', '.join(before)} albo {last}" if before else last


def slug(text: str) -> str:
    """Spell a text as an id."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def collation(text: str) -> tuple[list[str], str]:
    """Return the key by which Polish names are sorted: Łódź after Lublin and before Malbork.

    Notes
    -----
    Order of letters: PN-N-01200; hyphens and spaces are equal and come before letters, capitals do not matter.
    """
    return [letter_key(c) for c in tidied(text)], text


def tidied(text: str) -> str:
    """Return the letters that :func:`collation` compares: composed, without case."""
    return unicodedata.normalize("NFC", text).casefold()


def letter_key(letter: str) -> str:
    """Return the key by which one letter of a tidied name is sorted."""
    return _ORDER.get(letter) or _ORDER.get(fold(letter), "-" if not letter.isalnum() else letter)


def thousands(count: int) -> str:
    """Write a whole number in Polish: ``37 489 087``, with spaces that no line breaks at."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")


def long_day(day: date) -> str:
    """Write a day in Polish: ``17 kwietnia 2019 r.``."""
    return f"{format_date(day, 'long', locale='pl')} r."


def partial_day(text: str) -> str:
    """Write an ISO date, whole or partial, in Polish: ``wrzesień 2022 r.``; an empty text stays empty."""
    if not text:
        return ""
    form = {4: "y", 7: "LLLL y"}.get(len(text), "d MMMM y")
    return f"{format_date(first_day(text), form, locale='pl')} r."
