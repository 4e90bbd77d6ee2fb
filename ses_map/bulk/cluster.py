"""The same work on the workers of a dask scheduler, for a register or for the partitions of a dask dataframe.

Results come back in the order of the file. A batch travels to a worker with its task, so that the scheduler can give it
to another when that worker dies. The snapshot travels once to each worker, also to those that join later: the scheduler
keeps it as a plugin.
"""

import uuid
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from distributed import Client, LocalCluster, WorkerPlugin, get_worker
from distributed.scheduler import KilledWorker

from ses_map.bulk.context import FILES, BatchContext
from ses_map.bulk.entities import BatchResult, ReadOptions, read_entities
from ses_map.bulk.output import SCHEMA
from ses_map.bulk.register import Batch
from ses_map.bulk.running import Workers
from ses_map.crs import LONLAT, IntArray
from ses_map.errors import ImportFileError
from ses_map.snapshot import Snapshot

#: Batches under way for each worker: one at work, one waiting.
_AHEAD = 2

#: Seconds within which a worker has to be there, at the start and after the last one has died.
_PATIENCE_S = 60


class ContextPlugin(WorkerPlugin):
    """Carries a snapshot's files for look-ups to workers; each makes its :class:`BatchContext` when first asked."""

    idempotent = True

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.name = f"ses-map-{uuid.uuid4().hex}"
        self._files = {name: snapshot.files[name] for name in FILES if name in snapshot.files}
        self._as_of = as_of
        self._context: BatchContext | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_context": None}

    def context(self) -> BatchContext:
        """Return the context of this worker."""
        if self._context is None:
            self._context = BatchContext(Snapshot(self._files), self._as_of)
        return self._context


def _work(plugin: str, cells: bytes, options: ReadOptions) -> BatchResult:
    with pa.ipc.open_stream(cells) as reader:
        return read_entities(next(iter(reader)), options, context_of(plugin))


def _packed(cells: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, cells.schema) as writer:
        writer.write_batch(cells)
    return bytes(sink.getvalue())


def context_of(name: str) -> BatchContext:
    """Return the context that a worker, which this is called on, has of a plugin."""
    carrier: Any = get_worker().plugins[name]
    context: BatchContext = carrier.context()
    return context


@dataclass(frozen=True)
class Team:
    """Workers that have a snapshot."""

    #: Connected to their scheduler.
    client: Client
    #: Name of the plugin that carries the snapshot, for :func:`context_of`.
    plugin: str

    def workers(self, options: ReadOptions) -> Workers:
        """Return what ``running.locate_register`` gives its batches to."""
        return lambda batches: _in_order(self, options, batches)


@contextmanager
def scheduled(address: str, snapshot: Snapshot, as_of: date) -> Iterator[Team]:
    """Lend the snapshot to all workers of a scheduler for as long as the block lasts.

    The address is like ``tcp://127.0.0.1:8786``, or ``local`` for two and more processes of this machine that end with
    the block.

    Raises
    ------
    ImportFileError
        When no scheduler answers there, or batch after batch kills its workers.
    """
    try:
        with _client(address) as client:
            plugin = ContextPlugin(snapshot, as_of)
            client.register_plugin(plugin)
            try:
                yield Team(client, plugin.name)
            finally:
                client.unregister_worker_plugin(plugin.name)  # type: ignore[no-untyped-call]
    except KilledWorker as error:
        raise ImportFileError(
            f"workers died over one batch again and again ({error}): give them more memory or fewer --batch-rows",
            "Procesy robocze giną przy tej samej partii wierszy; daj im więcej pamięci albo zmniejsz --batch-rows.",
        ) from error


@contextmanager
def _client(address: str) -> Iterator[Client]:
    if address == "local":
        # No port that other machines can reach, and none that is fixed.
        make: Any = LocalCluster
        with make(dashboard_address="127.0.0.1:0", host="127.0.0.1") as cluster, _connect(cluster) as client:
            yield client
        return
    try:
        client = _connect(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise ImportFileError(
            f"no dask scheduler answers at {address} ({error}): start one with 'dask scheduler', or leave --scheduler",
            f"Pod adresem {address} nie odpowiada planista dask; uruchom go albo pomiń --scheduler.",
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE_S)
        except TimeoutError as error:
            raise _gone(f"the scheduler at {address} has no workers") from error
        yield client


def _connect(*arguments: Any, **options: Any) -> Client:
    make: Any = Client
    client: Client = make(*arguments, **options)
    return client


def _in_order(team: Team, options: ReadOptions, batches: Iterator[Batch]) -> Iterator[tuple[Batch, BatchResult]]:
    """Keep a few batches under way, and give the oldest as soon as it is done."""
    sent: deque[tuple[Batch, Any]] = deque()
    try:
        for batch in batches:
            sent.append((batch, team.client.submit(_work, team.plugin, _packed(batch.cells), options, pure=False)))
            if len(sent) >= _AHEAD * max(1, len(team.client.scheduler_info()["workers"])):
                yield _done(team, *sent.popleft())
        while sent:
            yield _done(team, *sent.popleft())
    except OSError as error:
        raise _gone(f"the scheduler does not answer any more ({error})") from error


def _done(team: Team, batch: Batch, future: Any) -> tuple[Batch, BatchResult]:
    """Wait for a batch for as long as there are workers, and a while for others when all are gone."""
    while True:
        try:
            return batch, future.result(timeout=_PATIENCE_S)
        except TimeoutError as error:
            if not team.client.scheduler_info()["workers"]:
                raise _gone("the scheduler has no workers any more") from error


def _gone(why: str) -> ImportFileError:
    return ImportFileError(
        f"{why}: nothing was written, start workers with 'dask worker' and try again",
        "Planista dask albo jego procesy robocze przestały odpowiadać; niczego nie zapisano, uruchom je i powtórz.",
    )


def locate_frame(frame: Any, options: ReadOptions, team: Team) -> Any:
    """Locate the rows of a dask dataframe and join them with who serves them.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
        Columns under the headers of ``options.fields``, of text; missing values are empty cells.
    options : ReadOptions
        How to read it.
    team : Team
        Workers that have the snapshot; computing has to be theirs and within ``cluster.scheduled``.

    Returns
    -------
    dask_geopandas.GeoDataFrame
        A row for each row, in the order and partitions of ``frame`` and with its index: ``accepted``, the columns of
        ``geoparquet.SCHEMA``, and points in LONLAT. Of a row that is not accepted only ``problems`` is filled in.
        Whether an id comes twice is not looked at: partitions do not know of each other.
    """
    import dask_geopandas

    nothing = BatchResult(pa.RecordBatch.from_pylist([], SCHEMA), _NONE, {}, Counter(), Counter())
    located = frame.map_partitions(_partition, options, team.plugin, meta=_geo(nothing, pd.RangeIndex(0)))
    return dask_geopandas.from_dask_dataframe(located, geometry="geometry")


_PLAIN = [field for field in SCHEMA if field.name not in ("problems", "geometry")]
_NONE: IntArray = np.array([], dtype=np.int64)
_KINDS = {pa.float64(): "float64", pa.int32(): "Int32", pa.date32(): "datetime64[s]"}


def _partition(part: pd.DataFrame, options: ReadOptions, plugin: str) -> gpd.GeoDataFrame:
    schema = pa.schema([(header, pa.string()) for header in options.fields])
    cells = pa.RecordBatch.from_pandas(part[list(options.fields)], schema, preserve_index=False)
    return _geo(read_entities(cells, options, context_of(plugin)), part.index)


def _geo(result: BatchResult, index: "pd.Index[Any]") -> gpd.GeoDataFrame:
    def spread(values: list[Any]) -> Any:
        cells = np.full(len(index), None, dtype=object)
        cells[result.kept] = values
        return cells

    rows = result.accepted
    columns = {
        f.name: pd.Series(spread(rows.column(f.name).to_pylist()), dtype=_KINDS.get(f.type, "str")) for f in _PLAIN
    }
    problems = spread(rows.column("problems").to_pylist())
    for number, why in result.refused.items():
        problems[number] = why
    accepted = np.isin(np.arange(len(index)), result.kept)
    frame = pd.DataFrame({"accepted": accepted, **columns, "problems": pd.Series(problems, dtype="str")})
    wkb = np.array(rows.column("geometry").to_pylist(), dtype=object)
    points = gpd.GeoSeries(spread(shapely.from_wkb(wkb).tolist()), index=index, crs=LONLAT)
    return gpd.GeoDataFrame(frame.set_index(index), geometry=points)
