"""The same for the partitions of a dask dataframe, for those who have their register in one already."""

from collections import Counter
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from ses_map.bulk.cluster import Team, context_of
from ses_map.bulk.entities import BatchResult, ReadOptions, read_entities
from ses_map.bulk.geoparquet import SCHEMA
from ses_map.crs import LONLAT, IntArray


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
