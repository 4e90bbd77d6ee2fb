"""From the form of a name in a sentence back to what may be its nominative: "w Kwidzynie" → Kwidzyn.

Rules on folded words (no case, no accents), ending → endings of the nominative. They are generous on purpose: whatever
they give counts only when a name of the index has exactly that form.
"""

from collections.abc import Mapping
from itertools import product

#: Ending → what may stand in its place; ``_`` is nothing.
_ENDINGS = {
    "owie": "ow owo owa", "ewie": "ew ewo ewa", "wie": "w wa wo", "cie": "t ta to", "scie": "st sto sta",
    "dzie": "d da do", "rze": "r ra ro", "nie": "n na no nia", "mie": "m ma mo", "bie": "b ba bo", "pie": "p pa po",
    "sie": "s sa so", "zie": "z za zo", "le": "l la lo", "lze": "la", "ce": "k ka ko c ca", "dze": "g ga go",
    "sze": "ch cha cho", "iu": "_ ie", "u": "_ o e", "cu": "ec iec ce", "lu": "el iel le", "niu": "en ien nie",
    "ku": "ek iek ko", "i": "_ a ia ie y o", "y": "_ a e", "li": "le", "ui": "uja", "ei": "eja", "ach": "e y i a o",
    "kach": "ki ka", "iach": "ie ia", "a": "_ o e", "ia": "ie _", "ca": "ec iec ce", "ka": "ek iek ko",
    "la": "el iel le", "ow": "y i e a", "ek": "ki ka", "ec": "ce", "em": "e", "iem": "ie", "ym": "y e", "im": "i ie",
    "ej": "a", "iej": "ia a", "ego": "y e", "iego": "i ie", "ych": "e", "ich": "ie i", "ie": "_ a o",
    "isk": "iska isko",
    "ysk": "yska ysko", "eni": "en", "ymstoku": "ystok", "egostoku": "ystok", "iec": "ce", "": "a e y i",
}  # fmt: skip
#: The same for what common nouns have and names of places hardly ever: an accusative, a plural.
_COMMON = {
    "e": "a", "em": "_ o", "owi": "_", "om": "a e y i o _", "iom": "ie ia i _", "ami": "a e y i o _",
    "iami": "ie ia i _", "ymi": "y e", "imi": "i ie", "emu": "y e", "ach": "_", "iach": "_", "en": "enie",
    "an": "anie", "n": "nia", "c": "cie", "ow": "i y _", "yj": "ja", "cy": "ki", "": "o",
}  # fmt: skip
_LONGEST = max(map(len, _ENDINGS))
#: Names of more words are looked for as they stand.
_WORDS = 4
_CHOICES = 5_000


def nominatives(word: str) -> list[str]:
    """Return the word itself and every nominative that the rules allow, the likelier (longer ending) first."""
    return _undone(word, _ENDINGS)


def lemmas(word: str) -> list[str]:
    """Return the nominatives of a common noun or an adjective, as :func:`nominatives` does of a name."""
    return list(dict.fromkeys((*_undone(word, _ENDINGS), *_undone(word, _COMMON))))


def _undone(word: str, endings: Mapping[str, str]) -> list[str]:
    found = {word: None}
    for length in range(min(_LONGEST, len(word) - 2), -1, -1):
        stem, ending = word[: len(word) - length], word[len(word) - length :]
        for other in endings.get(ending, "").split():
            found[stem + other.replace("_", "")] = None
    return list(found)


def nominative_names(key: str) -> list[str]:
    """Return the nominatives of a folded name of several words, each word on its own."""
    words = key.split()
    if not words or len(words) > _WORDS:
        return [key]
    options = [nominatives(w) for w in words]
    total = 1
    for option in options:
        total *= len(option)
    return [" ".join(choice) for choice in product(*options)] if total <= _CHOICES else [key]
