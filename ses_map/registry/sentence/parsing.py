"""Words of a text → a tree of ``grammar.lark``, and the words that no rule takes."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from lark import Lark, Tree
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from ses_map.registry.sentence.classed import Word


class Phrase(Protocol):
    """A construction of the grammar with its parts: words and phrases."""

    data: str
    children: list[Any]


def is_phrase(part: Any) -> TypeGuard[Phrase]:
    """Return whether a part is a construction and not a word."""
    return isinstance(part, Tree)


class _NoLexer(Lexer):
    """The words come classed; nothing is cut here."""

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, *_: Any) -> Iterator[Any]:
        return iter(())


@cache
def _grammar() -> Lark:
    text = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer=_NoLexer, maybe_placeholders=False)


@cache
def _terminals() -> frozenset[str]:
    return frozenset(symbol.name for rule in _grammar().rules for symbol in rule.expansion if symbol.is_term)


def parse(words: Iterable[Word]) -> tuple[Phrase, list[Word]]:
    """Parse the words that the grammar has terminals for; linear, because each is taken or left once.

    Returns
    -------
    tuple
        The tree, and the words left over: those that stood where nothing wants them, with what they cut short.
    """
    reading = _grammar().parse_interactive("")
    left: list[Word] = []
    for word in words:
        if word.type in _terminals():
            _feed(reading, word, left)
    return _feed(reading, Word("$END", "", -1, -1), left), left


def _feed(reading: Any, word: Word, left: list[Word]) -> Any:
    """Feed one word; where it cuts a construction short, leave over what had begun and go on from before it."""
    state = reading.parser_state
    while True:
        try:
            return state.feed_token(word, word.type == "$END")
        except UnexpectedToken:
            if len(state.state_stack) == 1:
                left.append(word)
                return None
            state.state_stack.pop()
            left += _words_of(state.value_stack.pop())


def _words_of(value: Any) -> list[Word]:
    return list(value.scan_values(lambda _: True)) if isinstance(value, Tree) else [value]
