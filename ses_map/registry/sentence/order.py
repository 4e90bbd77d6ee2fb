"""The order of word classes as ``order.toml`` declares it."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

#: What a class must be of, or must not be of.
_Element = tuple[bool, frozenset[str]]
_DECLARED = tomllib.loads(Path(__file__).with_name("order.toml").read_text(encoding="utf-8"))


@cache
def group(names: str) -> frozenset[str]:
    """Return the classes that a group, a class or several of them stand for."""
    found: set[str] = set()
    for name in names.replace("|", " ").split():
        inside = _DECLARED["groups"].get(name)
        found |= group(inside) if inside else {name}
    return frozenset(found)


BEFORE = {kind: group(names) for kind, names in _DECLARED["before"].items()}
WITHIN = {kind: group(names) for kind, names in _DECLARED["within"].items()}


def _sequences(text: str) -> dict[str, list[tuple[_Element, ...]]]:
    """Return sequences, last class first, by the class before the last one."""
    found: dict[str, list[tuple[_Element, ...]]] = defaultdict(list)
    for line in text.replace("\n", ";").split(";"):
        elements = [(not part.startswith("!"), group(part.removeprefix("!"))) for part in line.split()]
        if elements:
            for kind in elements[-2][1] if elements[-2][0] else ():
                found[kind].append(tuple(reversed(elements)))
    return found


_WRONG = {name: _sequences(text) for name, text in _DECLARED["wrong"].items()}


def is_foreseen(kinds: Sequence[str], is_label: bool) -> bool:
    """Return whether the last of some classes may stand after those before it."""
    last, before = kinds[-1], kinds[-2]
    wrong = list(_WRONG["everywhere"].get(before, ()))
    wrong += () if is_label else _WRONG["outside"].get(before, ())
    return before in BEFORE.get(last, (before,)) and not any(_is(kinds, sequence) for sequence in wrong)


def _is(kinds: Sequence[str], sequence: Iterable[_Element]) -> bool:
    """Return whether classes end with a sequence; what is before the first one is the beginning."""
    places = range(len(kinds) - 1, -1, -1)
    for place, (wanted, classes) in zip(places, sequence, strict=False):
        if (kinds[place] in classes) is not wanted:
            return False
    return True
