"""Ukrainian letters → Latin ones as Polish would write the sound: Варшава → Warszawa, Гданськ → Gdansk."""

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
