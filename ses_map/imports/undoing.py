"""An import taken back: its rows as they were, unless something later rests on them."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ses_map.datasets import TABLES
from ses_map.datasets.imports import ImportedRow, ImportStep
from ses_map.datasets.types import ID
from ses_map.errors import InvalidInputError
from ses_map.imports.history import ImportHistory, compare_tables, read_history, to_lines, to_rows
from ses_map.imports.merging import KEYS, Merged
from ses_map.imports.rows import Row
from ses_map.imports.writing import locked, read_rows, write_tables
from ses_map.registry.rows import parts

#: Rows that a refusal names.
_NAMED = 5


def undo(geodata: Path, number: int, dry_run: bool = False) -> tuple[ImportStep, list[Merged]]:
    """Take an import back: tables, manifests and history become as if it had not been made, in one step.

    Returns
    -------
    ImportStep, list of Merged
        The import, and what taking it back changes.

    Raises
    ------
    InvalidInputError
        When there is no such import, a later one rests on its rows, or they were edited since.
    """
    with locked(geodata):
        history = read_history(geodata)
        step = history.step(number)
        tables = _take_back(geodata, history, step)
        _require_unused(geodata, history, step, tables)
        changes = compare_tables(geodata, tables)
        if not dry_run:
            write_tables(geodata, tables | history.without(step).tables())
    return step, changes


@contextmanager
def replaced(geodata: Path, step: ImportStep, dry_run: bool) -> Iterator[tuple[Path, list[Merged]]]:
    """Give a copy of a folder without an import, to make the corrected one in; in the end its tables are taken over.

    Hold ``locked`` meanwhile. The list is filled at the end, with what differs from the folder.

    Raises
    ------
    InvalidInputError
        As :func:`undo`; what refers to a row is no hindrance where the corrected import has it too.
    """
    history, changes = read_history(geodata), list[Merged]()
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for path in geodata.resolve().iterdir():
            if path.name in ("registry", "sources"):
                shutil.copytree(path, copy / path.name)
            else:
                (copy / path.name).symlink_to(path)
        write_tables(copy, _take_back(geodata, history, step) | history.without(step).tables())
        yield copy, changes
        tables = {t: read_rows(copy, t) for t in KEYS if (copy / t).read_bytes() != (geodata / t).read_bytes()}
        _require_unused(geodata, history, step, tables)
        changes += compare_tables(geodata, tables)
        if not dry_run:
            made = read_history(copy)
            number = max((s.id for s in made.steps), default=0)
            if len(made.steps) == len(history.steps):  # it was taken: the correction has the number of what it corrects
                made = made.renumbered(number, step.id)
            write_tables(geodata, tables | made.tables())


def _take_back(geodata: Path, history: ImportHistory, step: ImportStep) -> dict[str, list[Row]]:
    """Return the tables that an import has changed as they were before it, with all that came later."""
    tables = {}
    for table, own in history.rows_of(step).items():
        lines, left = to_lines(table, read_rows(geodata, table)), Counter(row.after for row in own if row.after)
        gone = left - Counter(lines)
        later = {r.before: r.step for r in history.rows if r.step > step.id and r.table == table}
        if touched := [line for line in left if line in later or line in gone]:
            keys = [KEYS[table](row) for row in to_rows(table, touched)]
            named = ", ".join(keys[:_NAMED]) + (f" i jeszcze {len(keys) - _NAMED}" if keys[_NAMED:] else "")
            why = f"jego wiersze zmieniono później w {table}: {named}"
            raise _refusal(history, step, why, (later[line] for line in touched if line in later))
        tables[table] = to_rows(table, _reverted(lines, own))
    return tables


def _reverted(lines: Sequence[str], rows: Iterable[ImportedRow]) -> list[str]:
    """Put rows back: in their places those that were changed, at their old places those that were removed."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        places[line].append(at)
    found, removed = list(lines), []
    for row in rows:
        if row.after:
            own = places[row.after]
            at = row.position if row.position in own else own[-1]
            own.remove(at)
            found[at] = row.before
        else:
            removed.append(row)
    kept = [line for line in found if line]
    for row in removed:
        kept.insert(row.position, row.before)
    return kept


def _require_unused(
    geodata: Path, history: ImportHistory, step: ImportStep, tables: Mapping[str, Sequence[Row]]
) -> None:
    """Refuse tables in which an id stands twice, or one of a row of theirs lacks that another row refers to."""
    for table, key in ((t, TABLES[t].key) for t in tables if TABLES[t].key):
        ids = Counter(row[key] for row in tables[table])
        lost = {row[key] for row in read_rows(geodata, table)} - set(ids)
        twice = [(table, row, row[key]) for row in tables[table] if ids[row[key]] > 1]
        if found := [*twice, *_uses(geodata, tables, lost)]:
            lines = {(other, *to_lines(other, [row])) for other, row, _ in found}
            later = [r.step for r in history.rows if r.step > step.id and (r.table, r.after) in lines]
            raise _refusal(history, step, f"„{found[0][2]}” jest też w {found[0][0]}", later)


def _uses(geodata: Path, tables: Mapping[str, Sequence[Row]], lost: set[str]) -> Iterator[tuple[str, Row, str]]:
    """Yield the rows of the registry that refer to one of the ids: table, row and id."""
    for table in (t for path, t in TABLES.items() if lost and path.startswith("registry/")):
        # A column narrows its type where it may hold other codes too; ``register`` and the key are no references.
        ids = (c.name for c in table.columns if c.type.datatype == ID.datatype)
        names = [name for name in ids if name not in (table.key, "register")]
        rows = tables[table.path] if table.path in tables else read_rows(geodata, table.path)
        for row in rows if names else ():
            yield from ((table.path, row, text) for name in names for text in parts(row[name]) if text in lost)


def _refusal(history: ImportHistory, step: ImportStep, why: str, later: Iterable[int] = ()) -> InvalidInputError:
    """Return the refusal of taking a step back, which names the last of the later steps that rest on it."""
    remedy = "popraw to najpierw ręcznie w tabeli"
    if number := max(later, default=0):
        other = history.step(number)
        why, remedy = (
            f"{why} (import {number}: {other.target}, {other.file})",
            f"cofnij najpierw: ses-map undo {number}",
        )
    return InvalidInputError(
        f"import {step.id} cannot be taken back: something later rests on it",
        f"Nie można cofnąć importu {step.id}: {why}; {remedy}.",
    )
