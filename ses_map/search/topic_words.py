"""Words that ask about help and not about a place: which page explains what was asked, and what is left of the text.

The words are data (``topic_words.toml``). They are compared as names are: folded, Cyrillic letters in Latin ones, cases
undone.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import OSA

from ses_map.search.address import STREET
from ses_map.search.index import Entry, Kind
from ses_map.search.inflect import lemmas
from ses_map.search.query import IDLE
from ses_map.spelling import fold, in_latin

#: List of the table whose words are known in every case.
_INFLECTED = "pl-nominative"
#: A shorter word is not taken for a misspelt one: too many are like it.
_SHORTEST = 5
#: A word this long may have two wrong letters, a shorter one has one.
_LONG = 8
#: Letters of an acronym: "psi" is no form of PS, nor "Cisie" of CIS.
_ACRONYM = 3
#: Letters by which the beginning of a word is known.
_BEGINNING = 3
_WORD = re.compile(r"([^\W_]+)")


@dataclass(frozen=True, slots=True)
class AskedTopic:
    """What of a text asks about a topic."""

    topic: Entry
    #: What may name a place beside it, longer rests of the text first; the last has no word of the table.
    rests: tuple[str, ...]
    #: Words of the table, folded, that may be meant as a place: one of several that ask alone, a filler at the end.
    words: tuple[str, ...]
    #: Whether a word of the topic stands there in one of its forms, and not only one that is like it or begins so.
    is_exact: bool
    #: Whether it stands there just as in the table.
    is_literal: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One entry of the table."""

    words: tuple[str, ...]
    #: Number of the topic; nothing for a filler.
    topic: int | None
    #: Whether it is known in every case.
    has_cases: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """One word that was typed."""

    typed: str
    #: Words of which it may be a form.
    lemmas: tuple[str, ...]
    #: Words that may have been meant by it.
    like: tuple[str, ...] = ()

    def fits(self, word: str, has_cases: bool) -> bool:
        return word == self.typed or word in self.like or (has_cases and word in self.lemmas)


class TopicWords:
    """Tells topics from places.

    Parameters
    ----------
    table : mapping
        ``filler``: words by language; ``topic``: for each its ``page``, ``name``, and ``words`` by language.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        rows: list[dict[str, Any]] = table["topic"]
        self.topics = tuple(Entry(Kind.TOPIC, row["page"], row["name"], "") for row in rows)
        self.fillers = list(_phrases(table["filler"], None))
        self.words = [p for number, row in enumerate(rows) for p in _phrases(row["words"], number)]
        self._starting: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_letter: dict[str, set[str]] = defaultdict(set)
        for phrase in (*self.words, *self.fillers):
            self._starting[phrase.words[0]].append(phrase)
            for word in phrase.words:
                self._by_letter[word[0]].add(word)

    def read(self, text: str, is_misspelt: bool = False) -> AskedTopic | None:
        """Find the topic of a text.

        Parameters
        ----------
        is_misspelt : bool
            Whether words that are only like those of the table count.
        """
        pieces = _WORD.split(STREET.sub(" ", in_latin(unicodedata.normalize("NFKC", text))))
        words = [fold(word) for word in pieces[1::2]]
        found = self._phrases_in(words, is_misspelt)
        asking = [(n, p) for n, p in found if p.topic is not None]
        if not asking:
            return None
        topic = self.topics[asking[0][1].topic or 0]
        is_exact = not is_misspelt or any(p.topic is not None for _, p in self._phrases_in(words))
        is_literal = any(list(p.words) == words[n : n + len(p.words)] for n, p in asking)
        named = [words[n] for n, p in asking if len(p.words) == 1 < len(asking)]
        last = found[-1]
        named += words[-1:] if last[1].topic is None and last[0] == len(words) - 1 else []
        return AskedTopic(topic, tuple(_rests(pieces, found)), tuple(named), is_exact, is_literal)

    def begun(self, text: str) -> AskedTopic | None:
        """Find the topic of a text whose last word may be unfinished; a finished one comes first."""
        asked = self.read(text)
        if asked:
            return asked
        *before, last = fold(in_latin(text)).split() or [""]
        known = _numbers(self._phrases_in(before))
        fits = [p.topic for p in self.words if len(p.words) == 1 and p.words[0].startswith(last)]
        if len(last) < _BEGINNING or not fits or any(w not in IDLE and n not in known for n, w in enumerate(before)):
            return None
        return AskedTopic(self.topics[fits[0] or 0], (), (), False)

    def alone(self) -> Iterator[tuple[Entry, list[str]]]:
        """Return each topic with the single words that ask about it, folded."""
        for number, topic in enumerate(self.topics):
            yield topic, sorted({p.words[0] for p in self.words if p.topic == number and len(p.words) == 1})

    def around(self) -> list[str]:
        """Return the single words that may stand around a topic, folded, prepositions among them."""
        return sorted({p.words[0] for p in self.fillers if len(p.words) == 1} | IDLE)

    def _phrases_in(self, typed: Sequence[str], is_misspelt: bool = False) -> list[tuple[int, _Phrase]]:
        """Walk through the words and take the longest phrase at each, with the number of its first word."""
        words = [self._word(w, is_misspelt) for w in typed]
        found: list[tuple[int, _Phrase]] = []
        at = 0
        while at < len(words):
            phrase = max(self._fitting(words[at:]), key=lambda p: (len(p.words), p.topic is not None), default=None)
            if phrase:
                found.append((at, phrase))
            at += len(phrase.words) if phrase else 1
        return found

    def _fitting(self, words: Sequence[_Word]) -> Iterator[_Phrase]:
        first = words[0]
        for start in dict.fromkeys((first.typed, *first.lemmas, *first.like)):
            for phrase in self._starting.get(start, ()):
                pairs = zip(phrase.words, words, strict=False)
                if len(phrase.words) <= len(words) and all(w.fits(p, phrase.has_cases) for p, w in pairs):
                    yield phrase

    def _word(self, typed: str, is_misspelt: bool) -> _Word:
        forms = tuple(w for w in lemmas(typed) if len(w) > _ACRONYM)
        if not is_misspelt or len(typed) < _SHORTEST:
            return _Word(typed, forms)
        known = (k for k in self._by_letter.get(typed[:1], ()) if len(k) >= _SHORTEST)
        return _Word(typed, forms, tuple(k for k in known if any(_is_like(w, k) for w in (typed, *forms))))


def _phrases(words: dict[str, list[str]], topic: int | None) -> Iterator[_Phrase]:
    for language, own in words.items():
        yield from (_Phrase(tuple(fold(in_latin(w)).split()), topic, language == _INFLECTED) for w in own)


def _is_like(word: str, known: str) -> bool:
    most = 1 if len(known) < _LONG else 2
    return OSA.distance(word, known, score_cutoff=most) <= most


def _numbers(found: Sequence[tuple[int, _Phrase]]) -> set[int]:
    """Return the numbers of the words that phrases take."""
    return {n + k for n, phrase in found for k in range(len(phrase.words))}


def _rests(pieces: Sequence[str], found: Sequence[tuple[int, _Phrase]]) -> Iterator[str]:
    """Return what is left: after the words at the beginning, before those at the end, and without any of them.

    The name of a place may begin or end with such words itself: "dotacja Moja Wola", "fundacja Boża Pomoc".
    """
    taken, count, starts = _numbers(found), len(pieces) // 2, [n for n, _ in found]
    start = next((n for n in range(count) if n not in taken), count)
    end = next((n for n in range(count, 0, -1) if n - 1 not in taken), 0)
    inner_start = max((n for n in starts if n < start), default=start)
    inner_end = min((n + len(p.words) for n, p in found if n >= end), default=end)
    for first, last in ((inner_start, count), (start, count), (0, inner_end), (0, end), (inner_start, inner_end)):
        yield _without(pieces, {*range(first), *range(last, count)})
    yield _without(pieces, _numbers([(n, p) for n, p in found if p.topic is not None]))
    yield _without(pieces, taken)


def _without(pieces: Sequence[str], gone: Iterable[int]) -> str:
    """Write a text without some of its words, which stand between what parts them."""
    left = {2 * number + 1 for number in gone}
    return " ".join("".join("" if n in left else piece for n, piece in enumerate(pieces)).split())


@cache
def topic_words() -> TopicWords:
    """Read the table of the package."""
    return TopicWords(tomllib.loads(files("ses_map.search").joinpath("topic_words.toml").read_text(encoding="utf-8")))
