"""The registry as it is and the rows of a file → the registry as it will be, and what changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from ses_map.imports.rows import Row
from ses_map.imports.updating import PROVENANCE, is_older, spoken_of, updated

CLAIMS = "registry/assignments.csv"
OFFICES = "registry/offices.csv"

#: What identifies a row of each table; claims and offices of several periods or sources may share it.
KEYS: dict[str, Callable[[Row], str]] = {
    "registry/entities.csv": lambda r: r["entity_id"],
    "registry/centres.csv": lambda r: r["centre_id"],
    OFFICES: lambda r: f"{r['centre_id']} {r['role']}" + (f" {r['place']}" if r["role"] == "branch" else ""),
    "registry/contacts.csv": lambda r: f"{r['subject']} {r['kind']} {r['source_url'] or r['source_title']}",
    CLAIMS: lambda r: f"{r['centre_id']} {r['unit']} {r['effect']}",
    "registry/indicators.csv": lambda r: f"{r['indicator']} {r['subject']} {r['period']}",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One row added, changed or closed."""

    #: ``added``, ``changed``, ``closed``, or ``removed`` (an earlier word of a reply that was corrected).
    what: str
    table: str
    key: str
    #: Column → (before, after); empty for rows added.
    columns: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Merged:
    """A table after the import."""

    table: str
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    #: Keys of rows that an older file would have overwritten: kept as they were.
    older: tuple[str, ...]
    #: Keys of rows that the file does not list and that a rejected row may speak of: kept open.
    spared: tuple[str, ...]
    #: Rows whose papers alone are new.
    renewed: int
    #: Rows closed because the file no longer lists them, out of those of its register that were open.
    lacking: int
    open_before: int

    @property
    def differs(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes or self.renewed)


def merge(table: str, present: Sequence[Row], new: Sequence[Row], spares: Collection[str], register: str) -> Merged:
    """Put the rows of one edition of a register into a table.

    Parameters
    ----------
    table : str
        Key of :data:`KEYS`.
    present : sequence of Row
        The table as it is, in its order.
    new : sequence of Row
        Accepted rows of the file.
    spares : collection of str
        What rejected rows of the file may speak of, see ``outcome.RowResult``: it is not closed.
    register : str
        Id of the register. Its open rows that the file no longer has are closed on the day before the file's date, but
        for those that a newer source states or that begin later. A row is changed only by a source that is as new, and
        one of another register keeps what the file does not say (:mod:`updating`).

    Returns
    -------
    Merged
        Kept rows in their order, then those added, by key. The same file twice changes nothing.
    """
    edition = _Edition(table, register, spoken_of(new), _day_before(new), frozenset(spares))
    updates = _paired(table, present, new, register)
    fates = [edition.fate(row, updates.get(at)) for at, row in enumerate(present)]
    changed = [change_of(table, row, after) for row, (_, after) in zip(present, fates, strict=True)]
    added = sorted(_left(new, updates), key=lambda r: (KEYS[table](r), r.get("valid_from", "")))
    named = [(KEYS[table](row), what) for row, (what, _) in zip(present, fates, strict=True)]
    return Merged(
        table=table,
        rows=(*(after for _, after in fates), *added),
        changes=(*(c for c in changed if c), *(Change("added", table, KEYS[table](row), {}) for row in added)),
        older=tuple(key for key, what in named if what is _Fate.OLDER),
        spared=tuple(key for key, what in named if what is _Fate.SPARED),
        renewed=sum(a != r and not c for r, (_, a), c in zip(present, fates, changed, strict=True)),
        lacking=sum(what is _Fate.LACKING for _, what in named),
        open_before=sum(_is_open(row, register) for row in present),
    )


class _Fate(Enum):
    """What an edition does with a row that is there."""

    KEPT, UPDATED, OLDER, SPARED, LACKING = range(5)


@dataclass(frozen=True)
class _Edition:
    """What one file says as a whole."""

    table: str
    register: str
    spoken: frozenset[str]
    #: The eve of its date; empty where it has none.
    last_day: str
    spares: frozenset[str]

    def fate(self, row: Row, update: Row | None) -> tuple[_Fate, Row]:
        """Decide on a row, given what the file says of it."""
        if update:
            older = is_older(update, row)
            return (_Fate.OLDER, row) if older else (_Fate.UPDATED, updated(row, update, self.spoken))
        if not (_is_open(row, self.register) and self.last_day) or _is_later(row, self.last_day):
            return _Fate.KEPT, row
        if _names(self.table, row) & self.spares:
            return _Fate.SPARED, row
        return _Fate.LACKING, row | {"valid_to": self.last_day}


def _left(new: Sequence[Row], updates: dict[int, Row]) -> list[Row]:
    used = {id(row) for row in updates.values()}
    return [row for row in new if id(row) not in used]


def _paired(table: str, present: Sequence[Row], new: Sequence[Row], register: str) -> dict[int, Row]:
    """Find for each new row the present one that it is about, likest first: index → new row."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(present):
        places[KEYS[table](row)].append(at)
    found: dict[int, Row] = {}
    waiting = list(new)
    for alike in _degrees(table, register):
        still: list[Row] = []
        for row in waiting:
            free = [i for i in places[KEYS[table](row)] if i not in found and alike(present[i], row)]
            if free:
                found[free[0]] = row
            else:
                still.append(row)
        waiting = still
    return found


def _degrees(table: str, register: str) -> Iterator[Callable[[Row, Row], bool]]:
    """Yield the degrees of likeness, from certain to possible.

    Claims are dated, and each source has its own: one of another register is the same only where period and source
    are, and a closed one is not opened by a period that begins on another day. Nor is a closed office; a centre has
    one main office, and two branches of one town are one where only one of them has a street.
    """
    if table == OFFICES:
        yield lambda present, new: _same(present, new, "place", "street", "valid_from")
        yield lambda present, new: present["valid_to"] == "" and _may_be_one(present, new)
        return
    if table != CLAIMS:
        yield lambda present, new: True
        return
    life, papers = ("valid_from", "valid_to"), ("source_url", "source_title", "source_date")
    yield lambda present, new: _same(present, new, *life, *papers)
    yield lambda present, new: present["register"] == register and _same(present, new, "valid_from", *papers[:2])
    yield lambda present, new: present["register"] == register and _same(present, new, "valid_from")
    yield lambda present, new: _is_open(present, register)


def _may_be_one(present: Row, new: Row) -> bool:
    return present["role"] == "main" or not (present["street"] and new["street"])


def _same(one: Row, two: Row, *columns: str) -> bool:
    return all(one[c] == two[c] for c in columns)


def _is_open(row: Row, register: str) -> bool:
    return row["register"] == register and row.get("valid_to", "-") == ""


def _is_later(row: Row, last_day: str) -> bool:
    """Check whether a row is news to an edition of which ``last_day`` is the eve: newer, or not yet begun."""
    stated = f"{row['source_date']}-01-01"[:10] if row["source_date"] else ""
    return stated > _day_after(last_day) or row["valid_from"] > last_day


def _names(table: str, row: Row) -> set[str]:
    """Return every way in which a rejected record may speak of a row."""
    if table == CLAIMS:
        centre, unit = row["centre_id"], row["unit"]
        return {f"{centre} {unit}", f"{centre} *", f"* {unit}", "* *"}
    if table == OFFICES:
        return {f"{row['centre_id']} office", "* office", "* *"}
    return {KEYS[table](row), "*"}


def _day_before(new: Sequence[Row]) -> str:
    """Return the day before the file's date: the last on which what it no longer lists may have held."""
    dated = max((row["source_date"] for row in new), default="")
    return _shifted(f"{dated}-01-01"[:10], -1) if dated else ""


def _day_after(day: str) -> str:
    return _shifted(day, 1)


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def change_of(table: str, before: Row, after: Row) -> Change | None:
    """Return what changed in a row; ``None`` where nothing did but its papers."""
    columns = {c: (before[c], after[c]) for c in before if before[c] != after[c] and c not in PROVENANCE}
    closed = set(columns) == {"valid_to"} and not before["valid_to"]
    return Change("closed" if closed else "changed", table, KEYS[table](before), columns) if columns else None
