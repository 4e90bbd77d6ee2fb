"""The registry as it is and the rows of a file → the registry as it will be, and what changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ses_map import datasets
from ses_map.imports.rows import PROVENANCE, Row
from ses_map.vocabulary import OTHER_KIND, read_day

_LIFE = frozenset({"valid_from", "valid_to"})
#: Columns that speak of one place together: half of one address and half of another is no address, and an empty cell
#: moves nobody.
_PLACE = frozenset(
    {"town", "place", "street", "postcode", "voivodeship", "powiat", "powiat_basis", "gmina", "lat", "lon"}
)
#: Values that say no more than an empty cell.
_SILENT = {"status_ps": "unknown", "kind": OTHER_KIND}


def spoken_of(rows: Iterable[Row]) -> frozenset[str]:
    """List the columns that a file speaks of: a column that is empty in all of its rows says nothing."""
    return frozenset(column for row in rows for column, text in row.items() if _says(column, text))


def _says(column: str, text: str) -> bool:
    return bool(text) and text != _SILENT.get(column)


def updated(row: Row, update: Row, spoken: Collection[str]) -> Row:
    """Return the row after the update; the same update twice changes nothing more.

    In a row of the register itself the columns that the file speaks of (``spoken``) are taken as they are, empty cells
    too, and so are the days of its life: what the file lists without a last day is in being. In a row of another
    register only filled cells are taken. All other columns stay.
    """
    # A row gathered by hand is of no register yet.
    own = row["register"] in ("", update["register"])
    said = {column for column, text in update.items() if _says(column, text)} | PROVENANCE
    said = said | set(spoken) | _LIFE if own else said - {"register"}
    if _moved(row, update):
        said |= _PLACE
    else:
        said -= {column for column in _PLACE if not update.get(column)}
    after = row | {column: text for column, text in update.items() if column in said}
    return after if _is_news(row, after) or "confidence" not in row else after | {"confidence": row["confidence"]}


def _is_news(row: Row, after: Row) -> bool:
    """Check whether more is new than a date: the same words of the same source are no surer the second time."""
    return any(row[c] != after[c] for c in row if c not in ("confidence", "source_date", "register"))


def _moved(row: Row, update: Row) -> bool:
    towns = ("town", "place", "powiat")
    return any(row[t].casefold() != update[t].casefold() for t in towns if row.get(t) and update.get(t))


ASSIGNMENTS, OFFICES = datasets.ASSIGNMENTS.path, datasets.OFFICES.path

#: What identifies a row of each table; claims and offices of several periods or sources may share it.
KEYS: dict[str, Callable[[Row], str]] = {
    datasets.ENTITIES.path: lambda r: r["entity_id"],
    datasets.CENTRES.path: lambda r: r["centre_id"],
    OFFICES: lambda r: f"{r['centre_id']} {r['role']}" + (f" {r['place']}" if r["role"] == "branch" else ""),
    datasets.CONTACTS.path: lambda r: f"{r['subject']} {r['kind']} {r['source_url'] or r['source_title']}",
    ASSIGNMENTS: lambda r: f"{r['centre_id']} {r['unit']} {r['effect']}",
    datasets.INDICATORS.path: lambda r: f"{r['indicator']} {r['subject']} {r['period']}",
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
    #: Rows whose papers alone are new.
    renewed: int
    #: Keys of rows that an older file would have overwritten: kept as they were.
    older: tuple[str, ...] = ()
    #: Keys of rows that the file does not list and that a rejected row may speak of: kept open.
    spared: tuple[str, ...] = ()
    #: Rows closed because the file no longer lists them, out of those of its register that were open.
    lacking: int = 0
    open_before: int = 0

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
        What rejected rows of the file may speak of, see ``rows.RowResult``: it is not closed.
    register : str
        Id of the register. Its open rows that the file no longer has are closed on the day before the file's date, but
        for those that a newer source states or that begin later. A row is changed only by a source that is as new, and
        one of another register keeps what the file does not say (:func:`updated`).

    Returns
    -------
    Merged
        Kept rows in their order, then those added, by key. The same file twice changes nothing.
    """
    updates, spoken, last_day = _paired(table, present, new, register), spoken_of(new), _day_before(new)
    rows: list[Row] = []
    older, spared, lacking = [], [], 0
    for at, row in enumerate(present):
        key, update, after = KEYS[table](row), updates.get(at), row
        if update and update["source_date"] < row["source_date"]:
            older.append(key)
        elif update:
            after = updated(row, update, spoken)
        elif _is_open(row, register) and last_day and not _is_later(row, last_day):
            if _names(table, row).isdisjoint(spares):
                after = row | {"valid_to": last_day}
                lacking += 1
            else:
                spared.append(key)
        rows.append(after)
    used = {id(row) for row in updates.values()}
    added = sorted((row for row in new if id(row) not in used), key=lambda r: (KEYS[table](r), r.get("valid_from", "")))
    merged = account(table, (*rows, *added), zip(present, rows, strict=True), added)
    open_before = sum(_is_open(row, register) for row in present)
    return replace(merged, older=tuple(older), spared=tuple(spared), lacking=lacking, open_before=open_before)


def account(
    table: str, rows: Iterable[Row], pairs: Iterable[tuple[Row, Row]], added: Iterable[Row], removed: Iterable[Row] = ()
) -> Merged:
    """Return a table with what changed: pairs of a row before and after, rows added and rows removed."""
    before_after = [(_change(table, before, after), before != after) for before, after in pairs]
    changes = [change for change, _ in before_after if change]
    for what, listed in (("added", added), ("removed", removed)):
        changes += [Change(what, table, KEYS[table](row), {}) for row in listed]
    return Merged(table, tuple(rows), tuple(changes), sum(differs and not c for c, differs in before_after))


def match(table: str, gone: Iterable[Row], new: Iterable[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pair rows that go with rows of the same key that come, and list those left: pairs, added, removed."""
    waiting: dict[str, list[Row]] = defaultdict(list)
    for row in gone:
        waiting[KEYS[table](row)].append(row)
    pairs, added = [], []
    for row in new:
        if old := waiting[KEYS[table](row)]:
            pairs.append((old.pop(0), row))
        else:
            added.append(row)
    return pairs, added, [row for rows in waiting.values() for row in rows]


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
        yield (
            lambda present, new: (
                not present["valid_to"] and (present["role"] == "main" or not (present["street"] and new["street"]))
            )
        )
        return
    if table != ASSIGNMENTS:
        yield lambda present, new: True
        return
    life, papers = ("valid_from", "valid_to"), ("source_url", "source_title", "source_date")
    yield lambda present, new: _same(present, new, *life, *papers)
    yield lambda present, new: present["register"] == register and _same(present, new, "valid_from", *papers[:2])
    yield lambda present, new: present["register"] == register and _same(present, new, "valid_from")
    yield lambda present, new: _is_open(present, register)


def _same(one: Row, two: Row, *columns: str) -> bool:
    return all(one[c] == two[c] for c in columns)


def _is_open(row: Row, register: str) -> bool:
    return row["register"] == register and row.get("valid_to", "-") == ""


def _is_later(row: Row, last_day: str) -> bool:
    """Check whether a row is news to an edition of which ``last_day`` is the eve: newer, or not yet begun."""
    stated = f"{row['source_date']}-01-01"[:10] if row["source_date"] else ""
    return stated > shifted(last_day, 1) or row["valid_from"] > last_day


def _names(table: str, row: Row) -> set[str]:
    """Return every way in which a rejected record may speak of a row."""
    if table == ASSIGNMENTS:
        centre, unit = row["centre_id"], row["unit"]
        return {f"{centre} {unit}", f"{centre} *", f"* {unit}", "* *"}
    if table == OFFICES:
        return {f"{row['centre_id']} office", "* office", "* *"}
    return {KEYS[table](row), "*"}


def _day_before(new: Sequence[Row]) -> str:
    """Return the day before the file's date: the last on which what it no longer lists may have held."""
    dated = max((row["source_date"] for row in new), default="")
    return shifted(f"{dated}-01-01"[:10], -1) if dated else ""


def shifted(day: str, days: int) -> str:
    """Return the ISO day that many days later."""
    return (read_day(day) + timedelta(days=days)).isoformat()


def _change(table: str, before: Row, after: Row) -> Change | None:
    """Return what changed in a row; ``None`` where nothing did but its papers."""
    columns = {c: (before[c], after[c]) for c in before if before[c] != after[c] and c not in PROVENANCE}
    closed = set(columns) == {"valid_to"} and not before["valid_to"]
    return Change("closed" if closed else "changed", table, KEYS[table](before), columns) if columns else None
