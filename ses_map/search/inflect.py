"""From the form of a name in a sentence back to what may be its nominative: "w Kwidzynie" → Kwidzyn.

Rules on folded words (no case, no accents), ending → endings of the nominative. They are generous on purpose: whatever
they give counts only when a name of the index has exactly that form.
"""

from collections.abc import Container, Mapping
from itertools import islice, product

#: Ending → what may stand in its place; ``_`` is nothing.
ENDINGS = {
    "owie": "ow owo owa", "ewie": "ew ewo ewa", "wie": "w wa wo", "cie": "t ta to", "scie": "st sto sta",
    "dzie": "d da do", "rze": "r ra ro", "nie": "n na no nia", "mie": "m ma mo", "bie": "b ba bo", "pie": "p pa po",
    "sie": "s sa so", "zie": "z za zo", "le": "l la lo", "lze": "la", "ce": "k ka ko c ca", "dze": "g ga go",
    "sze": "ch cha cho", "iu": "_ ie", "u": "_ o e", "cu": "ec iec ce", "lu": "el iel le", "niu": "en ien nie",
    "ku": "ek iek ko", "i": "_ a ia ie", "y": "_ a e", "li": "le", "ui": "uja", "ei": "eja", "ach": "e y i a o",
    "kach": "ki ka", "iach": "ie ia", "a": "_ o e", "ia": "ie _", "ca": "ec iec ce", "ka": "ek iek ko",
    "la": "el iel le", "ow": "y i e a", "ek": "ki ka", "ec": "ce", "ym": "y e", "im": "i ie",
    "ej": "a", "iej": "ia a", "ego": "y e", "iego": "i ie", "ych": "e", "ich": "ie i", "ie": "_ a o",
    "isk": "iska isko", "e": "a", "ami": "y i e a o", "ymi": "e y", "imi": "ie i", "om": "y i e a o", "owi": "_ o",
    "iowi": "_ ie", "kowi": "ek iek k ko", "cowi": "ec iec c", "lowi": "l el iel", "emu": "y e", "iemu": "i ie",
    "iami": "ie ia i", "iom": "ie ia i", "cza": "ecz cz", "czem": "ecz cz cze", "czowi": "ecz cz", "lem": "l el iel le",
    "ebia": "ab", "ebiu": "ab", "ebiem": "ab", "ebiowi": "ab", "bza": "bez", "bzie": "bez", "bzowi": "bez",
    "bzem": "bez",
    "escie": "asto", "ezdzie": "azd", "iek": "ki ka", "ien": "na nia ni no", "n": "nie",
    "kiem": "k ek ko", "giem": "g eg go", "niem": "n en", "iem": "ie _", "cem": "ec iec ce", "em": "e _ o",
    "wi": "w ew iew wia", "wia": "w", "wiu": "w", "wiem": "w", "kwi": "kiew", "kwia": "kiew",
    "ysk": "yska ysko", "eni": "en", "ymstoku": "ystok", "egostoku": "ystok",
    "emustokowi": "ystok", "ymstokiem": "ystok", "ymstawie": "ystaw", "egostawu": "ystaw", "emustawowi": "ystaw",
    "ymstawem": "ystaw", "iec": "ce", "": "a e y i",
}  # fmt: skip
#: The same for what common nouns have and names of places hardly ever: an accusative, a plural.
_COMMON = {
    "e": "a", "em": "_ o", "owi": "_", "om": "a e y i o _", "iom": "ie ia i _", "ami": "a e y i o _",
    "iami": "ie ia i _", "ymi": "y e", "imi": "i ie", "emu": "y e", "ach": "_", "iach": "_", "en": "enie",
    "an": "anie", "n": "nia", "c": "cie", "ow": "i y _", "yj": "ja", "cy": "ki", "": "o",
}  # fmt: skip
_LONGEST = max(map(len, ENDINGS))
#: Names of more words have no forms here, and of the ways of reading one no more are tried.
_WORDS = 5
_MOST = 1_000


def nominatives(word: str) -> list[str]:
    """Return the word itself and every nominative that the rules allow, the likelier (longer ending) first."""
    return _undone(word, ENDINGS)


def lemmas(word: str) -> list[str]:
    """Return the nominatives of a common noun or an adjective, as :func:`nominatives` does of a name."""
    return list(dict.fromkeys((*_undone(word, ENDINGS), *_undone(word, _COMMON))))


def _undone(word: str, endings: Mapping[str, str]) -> list[str]:
    found = {word: None}
    for length in range(min(_LONGEST, len(word) - 2), -1, -1):
        stem, ending = word[: len(word) - length], word[len(word) - length :]
        for other in endings.get(ending, "").split():
            # "Rakowiec" is no form of "Rakowice", as "Siedlec" is one of "Siedlce"
            if not (stem.endswith("i") and (other[0] in "ei" or ending == "ec")):
                found[stem + other.replace("_", "")] = None
    return list(found)


def nominative_names(key: str, known: Container[str]) -> list[str]:
    """Return the nominatives of a folded name of several words, each word on its own.

    Parameters
    ----------
    known : container of str
        Words that nominatives have: all others are left out.
    """
    words = key.split()
    if len(words) > _WORDS:
        return []
    ways = product(*([n for n in nominatives(w) if n in known] for w in words))
    return [" ".join(way) for way in islice(ways, _MOST)] if words else []
