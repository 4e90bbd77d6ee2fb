"""What is dear and always comes out the same is made once per process, however many applications its tests make."""

from collections import deque
from collections.abc import Callable
from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from ses_map.localities import Places
from ses_map.model import Registry
from ses_map.search import finding
from ses_map.search.index import NameIndex


class _Compiled(BytecodeCache):
    """Code by name and text of the template: one that a test changes is compiled anew."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


class _Indexes:
    """The last indexes of names, each with the very registry and places that it was made of."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Registry, Places, NameIndex]] = deque(maxlen=4)

    def __call__(self, registry: Registry, places: Places) -> NameIndex:
        for own, around, index in self._kept:
            if own is registry and around is places:
                return index
        made = NameIndex(registry, places)
        self._kept.append((registry, places, made))
        return made


class _Builders:
    """What builds the addresses of a rule: compiled from nothing but its text, its parts and its defaults."""

    def __init__(self) -> None:
        self._compile = Rule._compile_builder
        self._kept: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def of(self, rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in self._kept:
            self._kept[key] = self._compile(rule, append_unknown)
        return self._kept[key]


def install() -> None:
    """Give every application that is made from now on what those before it have made."""
    builders = _Builders()
    Rule._compile_builder = lambda rule, append_unknown=True: builders.of(rule, append_unknown)  # type: ignore[method-assign]
    Flask.jinja_options = {"bytecode_cache": _Compiled()}
    finding.NameIndex = _Indexes()  # type: ignore[misc, assignment]
