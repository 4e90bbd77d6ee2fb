"""The word classes of ``lexicon.toml``, ready to be found at a place in a sentence."""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from ses_map.registry.sentence.words import Token

_FILE = Path(__file__).with_name("lexicon.toml")

#: Words that are written with a full stop, which ends no sentence.
ABBREVIATED = frozenset(
    "pow woj m st gm g tj tzn tzw np ul al pl os nr tel św im cz wył wyj itd itp in ww r dawn godz ok min maks dr ks"
    " daw pon pt".split()
)

_NUMERALS = (
    "jeden jednego jednym jedno jednej jedną jedna",
    "dwa dwóch dwu dwoma dwom dwie dwiema",
    "trzy trzech trzem trzema",
    "cztery czterech czterem czterema",
    "pięć pięciu pięcioma",
    "sześć sześciu sześcioma",
    "siedem siedmiu siedmioma",
    "osiem ośmiu ośmioma",
    "dziewięć dziewięciu dziewięcioma",
    "dziesięć dziesięciu dziesięcioma",
    "jedenaście jedenastu jedenastoma",
    "dwanaście dwunastu dwunastoma",
    "trzynaście trzynastu",
    "czternaście czternastu",
    "piętnaście piętnastu",
    "szesnaście szesnastu",
    "siedemnaście siedemnastu",
    "osiemnaście osiemnastu",
    "dziewiętnaście dziewiętnastu",
    "dwadzieścia dwudziestu",
)
NUMERALS = {form: value for value, line in enumerate(_NUMERALS, start=1) for form in line.split()}

#: Its place in the file, its words, its class.
_Entry = tuple[int, tuple[str, ...], str]


@cache
def _by_start() -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]]]:
    """Return the phrases by their first word, and those that begin with the beginning of a word by its letters."""
    whole: dict[str, list[_Entry]] = defaultdict(list)
    begun: dict[str, list[_Entry]] = defaultdict(list)
    number = 0
    for name, phrases in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        for phrase in phrases:
            number, words = number + 1, tuple(phrase.split())
            (begun if words[0].endswith("*") else whole)[words[0].removesuffix("*")].append((number, words, name))
    return whole, begun


@lru_cache(maxsize=8192)
def _starting(norm: str) -> tuple[_Entry, ...]:
    """Return the entries whose first word a word can be, in the order of the file."""
    whole, begun = _by_start()
    found = list(whole.get(norm, ()))
    for length in range(1, min(len(norm), 20) + 1):
        found += begun.get(norm[:length], ())
    return tuple(sorted(found))


def class_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the class of the longest phrase at a place and the index after it; an empty class where there is none."""
    best, stop = "", at
    for _, words, name in _starting(tokens[at].norm):
        end = _end_of(words, tokens, at)
        if end > stop:
            best, stop = name, end
    return best, stop


def is_of(norm: str, classes: frozenset[str]) -> bool:
    """Return whether a word alone is of one of some classes."""
    return any(len(words) == 1 and name in classes for _, words, name in _starting(norm))


def _end_of(words: tuple[str, ...], tokens: Sequence[Token], at: int) -> int:
    place = at
    for word in words:
        if place >= len(tokens) or not _is_form(tokens[place].norm, word):
            return 0
        place += 1
        if tokens[place - 1].norm in ABBREVIATED and place < len(tokens) and tokens[place].text == ".":
            place += 1
    return place


def _is_form(norm: str, word: str) -> bool:
    return norm.startswith(word[:-1]) if word.endswith("*") else norm == word
