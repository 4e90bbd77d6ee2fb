"""Registers of a million entities and more: read in batches, cleaned, located and joined with who serves each place.

A batch is a table of text (``reading``, of ``delimited`` or ``parquet``); its cells are cleaned (``cleaning``) and
located (``locating``, ``surroundings``) in one snapshot (``context``) by the rules of ``imports``, each asked once per
distinct value; the rows (``entities``) go to GeoParquet (``geoparquet``), the refused ones with their problems to a
second file (``output``).
``running`` does it batch by batch, here or on the workers of a dask scheduler (``cluster``); ``frames`` does it to the
partitions of a dask dataframe. Everything that is kept meanwhile is bounded, but for eight bytes a row: see
``running.Ids``.

Nothing here is imported by the web; pyarrow and dask are loaded by those who ask for them.
"""
