"""Reader of big registers kept outside ``geodata/``: entities in Parquet or CSV, batch by batch.

The columns are those of ``registry/entities.csv``, in any order; null and an empty text are "not known", and ``lat``
and ``lon`` may be numbers. Columns that repeat what others say, or that the build works out itself, are passed over
(:data:`DERIVED`); any other column is told of. Rows in = rows accepted + rows rejected, as everywhere; of one trouble
the first rows are told one by one, the rest by their number.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ses_map.entities import Collector
from ses_map.errors import SourceError
from ses_map.model import Problem, Severity
from ses_map.registry.rows import day, parts
from ses_map.schemas import SCHEMAS

TABLE = SCHEMAS["registry/entities.csv"]
#: Columns that a register must have; another one that is missing is not known for any row.
REQUIRED = ("entity_id", "name", "kind", "voivodeship", "powiat", "status_ps", "confidence")
#: Columns of a located register that the build does not need: ``lat`` and ``lon`` as a geometry, who serves the place
#: on the day it was located, what was noted then.
DERIVED = ("geometry", "centres", "outcome", "reason", "problems")
#: Rows that are read at once.
BATCH = 65_536
#: Rows with the same trouble that are told one by one.
TOLD = 100
_DAYS = ("valid_from", "valid_to", "source_date")

Batch = dict[str, list[str]]
Progress = Callable[[str], None]


@dataclass
class Reader:
    """Adds registers to what a collector holds.

    Parameters
    ----------
    collector : Collector
        Takes the rows that are accepted.
    known : set of str
        Ids of entities that there are already; it grows.
    powiaty, clusters : container of str
        Codes and ids that rows may name.
    """

    collector: Collector
    known: set[str]
    powiaty: Container[str]
    clusters: Container[str]
    problems: list[Problem] = field(default_factory=list)
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def read(self, path: Path, progress: Progress = lambda step: None) -> None:
        """Read a register: ``.parquet``, ``.csv`` or ``.csv.gz``.

        Raises
        ------
        SourceError
            When it cannot be read, or lacks a column of :data:`REQUIRED`.
        """
        line = 2
        try:
            for number, table in enumerate(_batches(path)):
                if number == 0:
                    self._columns(path, table.column_names)
                self._add(path.name, line, _texts(table))
                line += table.num_rows
                progress(f"rejestr {path.name}: {line - 2} wierszy")
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(path, str(error)) from error
        for (file, code, column), count in sorted(self._counts.items()):
            if count > TOLD:
                self.problems.append(_rest(file, code, column, count))
        self._counts.clear()

    def _columns(self, path: Path, names: list[str]) -> None:
        missing = [name for name in REQUIRED if name not in names]
        if missing:
            raise _unreadable(path, f"brak kolumn {', '.join(missing)}")
        for name in names:
            if name not in TABLE.columns and name not in DERIVED:
                detail = f"Kolumny {name} pliku {path.name} nie zna rejestr podmiotów; jej treści nie wczytano."
                self.problems.append(Problem("unknown-column", name, Severity.WARNING, detail, path.name, 1, name))

    def _add(self, file: str, first: int, batch: Batch) -> None:
        """Check a batch column by column, each value once, and hand on the rows that are whole."""
        count = len(batch["entity_id"])
        kept = np.ones(count, dtype=np.bool_)
        for name in batch:
            kept &= self._checked(file, first, name, batch[name], kept)
        kept &= self._checked_lives(file, first, batch, kept)
        kept &= self._checked_ids(file, first, batch["entity_id"], kept)
        rows = np.flatnonzero(kept).tolist()
        self._note_unlocated(file, first, batch, rows)
        if rows:
            whole = batch if len(rows) == count else {n: [values[r] for r in rows] for n, values in batch.items()}
            self.collector.add(self._columns_of(file, whole))

    def _checked(self, file: str, first: int, name: str, values: list[str], kept: Any) -> Any:
        codes, distinct = pd.factorize(np.array(values, dtype=object))
        is_good = _follows(name, list(distinct))
        if name == "powiat":
            is_good &= np.array([not p or p in self.powiaty for p in distinct], dtype=np.bool_)
        good = is_good[codes]
        code, why = "invalid-value", "nie ma postaci wymaganej w tej kolumnie"
        if name == "powiat":
            code, why = "unknown-unit", "nie jest kodem TERYT powiatu"
        for row in np.flatnonzero(kept & ~good).tolist():
            self._tell(code, file, first + row, name, values[row], why)
        return good

    def _checked_lives(self, file: str, first: int, batch: Batch, kept: Any) -> Any:
        begins, ends = (np.array(batch[name], dtype=object) for name in ("valid_from", "valid_to"))
        good = (begins == "") | (ends == "") | (begins <= ends)
        for row in np.flatnonzero(kept & ~good).tolist():
            self._tell("dates-reversed", file, first + row, "valid_to", ends[row], "jest wcześniej niż początek")
        return good

    def _checked_ids(self, file: str, first: int, ids: list[str], kept: Any) -> Any:
        is_new = np.zeros(len(ids), dtype=np.bool_)
        for row in np.flatnonzero(kept).tolist():
            is_new[row] = ids[row] not in self.known
            if is_new[row]:
                self.known.add(ids[row])
            else:
                why = "powtarza identyfikator, który ma już inny wiersz"
                self._tell("duplicate-id", file, first + row, "entity_id", ids[row], why)
        return is_new

    def _note_unlocated(self, file: str, first: int, batch: Batch, rows: list[int]) -> None:
        for row in rows:
            if not batch["powiat"][row]:
                name = batch["name"][row]
                detail = f"Podmiot „{name}” nie ma ustalonego powiatu: nie będzie na mapie, dopóki ktoś go nie wskaże."
                found = Problem(
                    "entity-unlocated", batch["entity_id"][row], Severity.WARNING, detail, file, first + row, "powiat"
                )
                self._note(found)

    def _tell(self, code: str, file: str, line: int, column: str, value: str, why: str) -> None:
        detail = f"Wiersz {line} pliku {file} odrzucono: „{value}” w kolumnie {column} {why}; popraw ją w pliku."
        self._note(Problem(code, value or file, Severity.WARNING, detail, file, line, column, value))

    def _note(self, problem: Problem) -> None:
        key = (problem.file, problem.code, problem.column)
        self._counts[key] += 1
        if self._counts[key] <= TOLD:
            self.problems.append(problem)

    def _columns_of(self, file: str, batch: Batch) -> Mapping[str, list[Any]]:
        found: dict[str, list[Any]] = {("id" if n == "entity_id" else n): values for n, values in batch.items()}
        for name in ("lat", "lon", "jobs"):
            kind = int if name == "jobs" else float
            found[name] = [kind(v) if v else None for v in batch[name]]
        for name, read in (("founders", parts), ("spheres", parts), ("valid_from", day), ("valid_to", day)):
            known: dict[str, Any] = {text: read(text) for text in set(batch[name])}
            found[name] = [known[text] for text in batch[name]]
        found["clusters"] = self._known_clusters(file, batch["clusters"])
        return found

    def _known_clusters(self, file: str, texts: list[str]) -> list[tuple[str, ...]]:
        known: dict[str, tuple[str, ...]] = {}
        for text in dict.fromkeys(texts):
            known[text] = tuple(c for c in parts(text) if c in self.clusters)
            for cluster in (c for c in parts(text) if c not in self.clusters):
                detail = f"„{cluster}” w kolumnie clusters pliku {file} nie jest klastrem; przynależność pominięto."
                self._note(Problem("unknown-cluster", cluster, Severity.WARNING, detail, file, 0, "clusters", cluster))
        return [known[text] for text in texts]


def _batches(path: Path) -> Iterator[pa.Table]:
    if path.suffix == ".parquet":
        with pa.parquet.ParquetFile(path) as file:
            yield from (pa.Table.from_batches([batch]) for batch in file.iter_batches(BATCH))
        return
    names = pa.csv.open_csv(path).schema.names
    as_text = pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    parsing = pa.csv.ParseOptions(newlines_in_values=True)
    with pa.csv.open_csv(path, parse_options=parsing, convert_options=as_text) as file:
        yield from (pa.Table.from_batches([batch]) for batch in file)


def _texts(table: pa.Table) -> Batch:
    """Return every column of the registry as texts; numbers keep all their digits."""
    found = {}
    for name in TABLE.columns:
        if name not in table.column_names:
            found[name] = [""] * table.num_rows
            continue
        values = table.column(name)
        if pa.types.is_floating(values.type):
            found[name] = ["" if v is None or v != v else str(v) for v in values.to_pylist()]
        else:
            found[name] = values.cast(pa.string()).fill_null("").to_pylist()
    return found


def _follows(name: str, values: list[str]) -> Any:
    """Return which values a column of the registry may have."""
    series = pd.Series(values, dtype=object)
    good = np.ones(len(values), dtype=np.bool_)
    for check in TABLE.columns[name].checks:
        good &= np.asarray(check(series).check_output, dtype=np.bool_)
    return good & np.array([_is_day(v) for v in values], dtype=np.bool_) if name in _DAYS else good


def _is_day(text: str) -> bool:
    try:
        day(text and f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _rest(file: str, code: str, column: str, count: int) -> Problem:
    detail = f"Plik {file}: {count} wierszy ma problem {code} w kolumnie {column}; pokazano {TOLD} pierwszych."
    return Problem(code, file, Severity.WARNING, detail, file, 0, column, str(count))


def _unreadable(path: Path, why: str) -> SourceError:
    return SourceError(
        f"{path.name} is not a register of entities ({why}): its columns are those of registry/entities.csv",
        f"Pliku {path.name} nie da się wczytać jako rejestru podmiotów ({why}); ma mieć kolumny registry/entities.csv.",
    )
