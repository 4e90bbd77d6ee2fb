"""Reader of big registers kept outside ``geodata/``: entities in Parquet or CSV, batch by batch.

The columns are those of ``registry/entities.csv``, in any order; null and an empty text are "not known", and ``lat``
and ``lon`` may be numbers. Columns that repeat what others say, or that the build works out itself, are passed over
(:data:`DERIVED`); any other column is reported. Rows in = rows accepted + rows rejected, as everywhere; of one kind of
problem the first rows are reported one by one, the rest by their number.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ses_map.datasets import ENTITIES
from ses_map.entities import Collector, Flags
from ses_map.errors import SourceError
from ses_map.model import Problem, Severity
from ses_map.registry.readers import unlocated
from ses_map.registry.rows import is_day, parts
from ses_map.schemas import SCHEMAS

#: Columns that a register must have; another one that is missing is not known for any row.
REQUIRED = ("entity_id", "name", "kind", "voivodeship", "powiat", "status_ps", "confidence")
#: Columns of a located register that the build does not need: ``lat`` and ``lon`` as a geometry, who serves the place
#: on the day it was located, what was noted then.
DERIVED = ("geometry", "centres", "outcome", "reason", "problems")
#: Rows that are read at once.
BATCH = 65_536
#: Rows with the same problem that are reported one by one.
REPORTED = 100
_DAYS = ("valid_from", "valid_to", "source_date")

#: Column → texts.
Batch = dict[str, list[str]]


def read_registers(
    paths: Sequence[Path],
    collector: Collector,
    known: set[str],
    powiaty: Container[str],
    clusters: Container[str],
    progress: Callable[[str], None],
) -> list[Problem]:
    """Add registers (``.parquet``, ``.csv`` or ``.csv.gz``) to what a collector holds.

    Parameters
    ----------
    paths : sequence of Path
        The files.
    collector : Collector
        Takes the rows that are accepted.
    known : set of str
        Ids of entities that there are already; it grows.
    powiaty, clusters : container of str
        Codes and ids that rows may name.
    progress : callable
        Told how many rows are read.

    Raises
    ------
    SourceError
        When one cannot be read, or lacks a column of :data:`REQUIRED`.
    """
    problems = []
    for path in paths:
        reader = _Reader(path.name, collector, known, powiaty, clusters)
        try:
            for number, table in enumerate(_batches(path)):
                if number == 0:
                    reader.check_columns(table.column_names)
                reader.add(_texts(table))
                progress(f"rejestr {path.name}: {reader.line - 2} wierszy")
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(path.name, str(error)) from error
        problems += [*reader.problems, *reader.further()]
    return problems


@dataclass
class _Reader:
    """Checks the batches of one register column by column, each value once, and hands on the rows that are whole."""

    file: str
    collector: Collector
    known: set[str]
    powiaty: Container[str]
    clusters: Container[str]
    problems: list[Problem] = field(default_factory=list)
    #: Line of the first row of the next batch.
    line: int = 2
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def check_columns(self, names: list[str]) -> None:
        missing = [name for name in REQUIRED if name not in names]
        if missing:
            raise _unreadable(self.file, f"brak kolumn {', '.join(missing)}")
        for name in names:
            if name not in ENTITIES.names and name not in DERIVED:
                detail = f"Kolumny {name} pliku {self.file} nie zna rejestr podmiotów; jej treści nie wczytano."
                self._note("unknown-column", name, detail, 1, name)

    def add(self, batch: Batch) -> None:
        kept = np.ones(len(batch["entity_id"]), dtype=np.bool_)
        for name, values in batch.items():
            codes, distinct = pd.factorize(np.array(values, dtype=object))
            code, why, fits = self._rule(name, list(distinct))
            kept = self._keep(kept, fits[codes], code, name, values, why)
        begins, ends = (np.array(batch[name], dtype=object) for name in ("valid_from", "valid_to"))
        lives = (begins == "") | (ends == "") | (begins <= ends)
        kept = self._keep(kept, lives, "dates-reversed", "valid_to", batch["valid_to"], "jest wcześniej niż początek")
        ids, why = batch["entity_id"], "powtarza identyfikator, który ma już inny wiersz"
        kept = self._keep(kept, self._new(ids, kept), "duplicate-id", "entity_id", ids, why)
        rows = np.flatnonzero(kept).tolist()
        for row in rows:
            if not batch["powiat"][row]:
                detail = unlocated(batch["name"][row])
                self._note("entity-unlocated", ids[row], detail, self.line + row, "powiat")
        if rows:
            whole = batch if len(rows) == len(kept) else {n: [values[r] for r in rows] for n, values in batch.items()}
            self.collector.add(self._parsed(whole))
        self.line += len(kept)

    def _rule(self, name: str, values: list[str]) -> tuple[str, str, Flags]:
        """Return what a column asks of its values: the code of the problem, its words, and which values fit."""
        fits = np.ones(len(values), dtype=np.bool_)
        for check in SCHEMAS[ENTITIES.path].columns[name].checks:
            fits &= np.asarray(check(pd.Series(values, dtype=object)).check_output, dtype=np.bool_)
        if name in _DAYS:
            fits &= np.array([is_day(v) for v in values], dtype=np.bool_)
        if name == "powiat":
            fits &= np.array([not p or p in self.powiaty for p in values], dtype=np.bool_)
            return "unknown-unit", "nie jest kodem TERYT powiatu", fits
        return "invalid-value", "nie ma postaci wymaganej w tej kolumnie", fits

    def _keep(self, kept: Flags, fits: Flags, code: str, column: str, values: list[str], why: str) -> Flags:
        """Return the rows that are still kept; those that do not fit are reported."""
        for row in np.flatnonzero(kept & ~fits).tolist():
            line, value = self.line + row, values[row]
            detail = (
                f"Wiersz {line} pliku {self.file} odrzucono: „{value}” w kolumnie {column} {why}; popraw ją w pliku."
            )
            self._note(code, value or self.file, detail, line, column, value)
        return kept & fits

    def _new(self, ids: list[str], kept: Flags) -> Flags:
        """Return which of the kept rows have an id that did not come before."""
        is_new = np.zeros(len(ids), dtype=np.bool_)
        for row in np.flatnonzero(kept).tolist():
            is_new[row] = ids[row] not in self.known
            self.known.add(ids[row])
        return is_new

    def _note(self, code: str, subject: str, detail: str, line: int, column: str, value: str = "") -> None:
        self._counts[code, column] += 1
        if self._counts[code, column] <= REPORTED:
            self.problems.append(Problem(code, subject, Severity.WARNING, detail, self.file, line, column, value))

    def further(self) -> Iterator[Problem]:
        """Yield how many rows had a problem that only the first rows are reported for."""
        for (code, column), count in sorted(self._counts.items()):
            if count > REPORTED:
                shown = f"pokazano {REPORTED} pierwszych"
                detail = f"Plik {self.file}: {count} wierszy ma problem {code} w kolumnie {column}; {shown}."
                yield Problem(code, self.file, Severity.WARNING, detail, self.file, 0, column, str(count))

    def _parsed(self, batch: Batch) -> Mapping[str, list[Any]]:
        """Return the columns as values, under the names that the collector has for them; each text is read once."""
        found: dict[str, list[Any]] = {}
        for column in (c for c in ENTITIES.columns if c.attribute):
            values: list[Any] = batch[column.name]
            if column.is_list or column.type.parse is not str:
                known = {text: column.parse(text) for text in set(values)}
                values = [known[text] for text in values]
            found[column.name if "." in column.attribute else column.attribute] = values
        return found | {"clusters": self._known_clusters(batch["clusters"])}

    def _known_clusters(self, texts: list[str]) -> list[tuple[str, ...]]:
        known: dict[str, tuple[str, ...]] = {}
        for text in dict.fromkeys(texts):
            known[text] = tuple(c for c in parts(text) if c in self.clusters)
            for cluster in (c for c in parts(text) if c not in self.clusters):
                detail = (
                    f"„{cluster}” w kolumnie clusters pliku {self.file} nie jest klastrem; przynależność pominięto."
                )
                self._note("unknown-cluster", cluster, detail, 0, "clusters", cluster)
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
    for name in ENTITIES.names:
        if name not in table.column_names:
            found[name] = [""] * table.num_rows
            continue
        values = table.column(name)
        if pa.types.is_floating(values.type):
            found[name] = ["" if v is None or v != v else str(v) for v in values.to_pylist()]
        else:
            found[name] = values.cast(pa.string()).fill_null("").to_pylist()
    return found


def _unreadable(file: str, why: str) -> SourceError:
    return SourceError(
        f"{file} is not a register of entities ({why}): its columns are those of registry/entities.csv",
        f"Pliku {file} nie da się wczytać jako rejestru podmiotów ({why}); ma mieć kolumny registry/entities.csv.",
    )
