"""Accounting: every word of a clause that names units is explained, or makes the clause uncertain and is told."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ses_map.registry.sentence.claims import Claims, Mention
from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.fitting import misfits
from ses_map.registry.sentence.order import group

#: Classes of words that nobody knows.
_UNREAD = frozenset(("WORD",))
_PROSE = group("PROSE COVERS DENYING")


@dataclass(frozen=True)
class Account:
    """What is left over in a text, clause by clause."""

    #: Offsets where clauses begin.
    starts: tuple[int, ...]
    #: Clauses that are not certain, by number.
    doubtful: frozenset[int]
    #: Words that nothing explains beside units: (start, end) of each run.
    unread: tuple[tuple[int, int], ...]

    def is_doubtful(self, mention: Mention) -> bool:
        """Return whether something in the clause of a mention is not explained."""
        return _clause(self.starts, mention.start) in self.doubtful


def account(words: Iterable[Word], left: Iterable[Word], found: Claims) -> Account:
    """Find what is not explained.

    Parameters
    ----------
    words : iterable of Word
        All of the text.
    left : iterable of Word
        Those that no rule of the grammar took.
    found : Claims
        What the rules made of the others.
    """
    listed = list(words)
    starts = tuple(_beginnings(listed))
    naming = {_clause(starts, m.start) for m in found.mentions} | {_clause(starts, v[1]) for v in found.voivodeships}
    over = (
        [(w.start, w.end) for w in listed if w.type in _UNREAD]
        + [(w.start, w.end) for w in left if w.norms]
        + found.unread
        + list(misfits(listed))
    )
    beside = sorted({span for span in over if _clause(starts, span[0]) in naming})
    found.told = [
        t
        for t in found.told
        if t[0] in ("dated", "soft-scope")
        or _clause(starts, t[1]) in naming
        or not (found.mentions or t[0] == "unsure")
    ]
    found.unknown = [u for u in found.unknown if u.is_headed or _clause(starts, u.start) in naming]
    unsure = [
        *(start for _, start, _ in found.told),
        *(u.start for u in found.unknown if not u.is_headed),
        *(n.start for n in found.labels if n.is_added),
        *(start for start, _ in beside),
        *(end - 1 for _, end in beside),
    ]
    return Account(starts, frozenset(_clause(starts, start) for start in unsure), tuple(_runs(beside)))


def _beginnings(words: list[Word]) -> Iterator[int]:
    """Find where clauses begin: after a full stop, and after a semicolon where prose follows and not more of a list."""
    cut: Word | None = None
    for word in words:
        if word.type in ("BREAK", "SEMI"):
            cut = word
        if word.type == "BREAK":
            yield word.end
        elif cut is not None and cut.type == "SEMI" and word.type in _PROSE:
            yield cut.end
            cut = None


def _clause(starts: tuple[int, ...], offset: int) -> int:
    return bisect(starts, offset)


def _runs(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join words that stand side by side."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start - found[-1][1] <= 1:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
