"""A whole register, batch by batch: read, worked on here or by others, and written in its order."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ses_map.bulk.context import BatchContext
from ses_map.bulk.delimited import CsvRegister
from ses_map.bulk.entities import BatchResult, ReadOptions, read_entities
from ses_map.bulk.output import writing
from ses_map.bulk.parquet import ParquetRegister
from ses_map.bulk.register import Batch, Register
from ses_map.entities import Flags
from ses_map.errors import ImportFileError
from ses_map.imports import Mapping
from ses_map.imports.columns import fields_of_columns, require_source
from ses_map.snapshot import Snapshot

#: Told how far reading is, of how much, and how many rows are done.
Progress = Callable[[int, int, int], None]

#: Works on batches and gives each with its result, in their order.
Workers = Callable[[Iterator[Batch]], Iterator[tuple[Batch, BatchResult]]]


@dataclass(frozen=True)
class LocateRequest:
    """What the caller wants."""

    #: The register, GeoParquet for the accepted rows, CSV for the refused.
    path: Path
    out: Path
    rejected: Path
    #: Source, constants and columns; target ``entities``.
    mapping: Mapping
    #: The day on which centres serve.
    as_of: date
    #: Rows at once.
    batch_rows: int = 50_000


@dataclass
class Summary:
    """What became of a register: ``rows`` = ``accepted`` + ``rejected``."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    located: int = 0
    #: Rows with each problem, of the rejected and of the accepted.
    reasons: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    #: Columns that no field is known for.
    unknown_columns: tuple[str, ...] = ()

    def add(self, batch: Batch, result: BatchResult) -> None:
        """Count one batch."""
        self.accepted += len(result.kept)
        self.rejected += len(result.refused) + len(batch.broken)
        self.rows += batch.cells.num_rows + len(batch.broken)
        self.located += len(result.kept) - result.accepted.column("powiat").null_count
        self.reasons.update(result.reasons)
        self.reasons.update({"wrong-number-of-cells": len(batch.broken)} if batch.broken else {})
        self.warnings.update(result.warned)
        for pair in result.accepted.column("outcome").value_counts().to_pylist():
            self.outcomes[pair["values"]] += pair["counts"]


class Ids:
    """Ids that were given, eight bytes of a hash each: what comes twice is found, whatever the size of the register.

    Two of a million different ids have the same hash once in 37 million registers; the later would be refused as a
    repetition, and said so.
    """

    def __init__(self) -> None:
        self._seen: np.ndarray[Any, np.dtype[np.uint64]] = np.array([], dtype=np.uint64)

    def repeated(self, ids: pa.Array) -> Flags:
        """Return which ids came before, in this or in an earlier call."""
        digests = b"".join(hashlib.blake2b(i.encode(), digest_size=8).digest() for i in ids.to_pylist())
        hashes = np.frombuffer(digests, dtype=np.uint64)
        again = np.ones(len(hashes), dtype=np.bool_)
        again[np.unique(hashes, return_index=True)[1]] = False
        at = np.searchsorted(self._seen, hashes)
        again[at < len(self._seen)] |= self._seen[at[at < len(self._seen)]] == hashes[at < len(self._seen)]
        self._seen = np.sort(np.concatenate([self._seen, hashes[~again]]), kind="stable")
        return again


def open_register(path: Path) -> Register:
    """Open a file by its first bytes: Parquet, or else CSV.

    Raises
    ------
    ImportFileError
        When it is missing, empty, or no table of either form.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ImportFileError(f"{path}: {error}", "Nie ma takiego pliku; sprawdź ścieżkę lub prześlij go.") from error
    if not head:
        raise ImportFileError(f"{path} is empty", "Plik jest pusty (0 bajtów); podaj tabelę CSV albo Parquet.")
    if head == b"PAR1":
        return ParquetRegister(path)
    return CsvRegister(path)


def here(options: ReadOptions, context: BatchContext) -> Workers:
    """Work in this process."""
    return lambda batches: ((batch, read_entities(batch.cells, options, context)) for batch in batches)


def locate_register(
    request: LocateRequest,
    snapshot: Snapshot,
    workers: Callable[[ReadOptions], Workers] | None = None,
    progress: Progress = lambda position, size, rows: None,
) -> Summary:
    """Locate every entity of a register, join it with who serves it, and write the rows.

    Parameters
    ----------
    request : LocateRequest
        Files, mapping and day.
    snapshot : Snapshot
        What to locate in.
    workers : callable, optional
        Who works on the batches; this process if nobody else does.
    progress : callable
        Called after each batch.

    Raises
    ------
    ImportFileError
        When the file cannot be read or holds no register, or a place cannot be written; then nothing was.
    """
    register = open_register(request.path)
    options = ReadOptions(request.mapping, fields_of_columns(request.mapping, register.headers, register.repeated))
    _require_names(register, options)
    require_source(request.mapping, options.fields.values())
    work = workers(options) if workers else here(options, BatchContext(snapshot, request.as_of))
    summary = Summary(unknown_columns=tuple(h for h, f in options.fields.items() if not f))
    ids = Ids()
    with writing(request.out, request.rejected, register.headers) as output:
        for batch, made in work(register.batches(request.batch_rows)):
            result = _once(made, ids)
            output.accept(result.accepted)
            output.refuse(batch, result.refused)
            summary.add(batch, result)
            progress(register.position(), register.size, summary.rows)
    return summary


def _require_names(register: Register, options: ReadOptions) -> None:
    if not {"name", "name_address"} & set(options.fields.values()):
        shown = ", ".join(register.headers)[:200]
        raise ImportFileError(
            f"no column holds names (the columns are: {shown}): name one in a mapping and give it with --mapping",
            f"Żadna kolumna nie zawiera nazw (są: {shown}); wskaż ją w pliku mapowania i podaj go opcją --mapping.",
        )


def _once(result: BatchResult, ids: Ids) -> BatchResult:
    """Refuse the rows whose id came before."""
    again = ids.repeated(result.accepted.column("entity_id"))
    if not again.any():
        return result
    noted = result.accepted.filter(pa.array(again)).column("problems").to_pylist()
    refused = {
        number: "; ".join(filter(None, (before, "duplicate-row:name")))
        for number, before in zip(result.kept[again].tolist(), noted, strict=True)
    }
    gone = Counter(code for before in filter(None, noted) for code in {p.partition(":")[0] for p in before.split("; ")})
    return replace(
        result,
        accepted=result.accepted.filter(pa.array(~again)),
        kept=result.kept[~again],
        refused=result.refused | refused,
        warned=result.warned - gone,
        reasons=result.reasons + Counter({"duplicate-row": len(refused)}),
    )
