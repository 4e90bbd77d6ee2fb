"""Registers of a million entities and more: read in batches, cleaned, located and joined with who serves each place.

A batch is a table of text (``register``; read by ``delimited`` or ``parquet``). Its rows go through the row rules of
``imports`` in one snapshot (``context``) and become rows of the registry (``entities``); these go to GeoParquet, the
refused ones with their problems to a second file (``output``). ``running`` does it batch by batch, here or on the
workers of a dask scheduler (``cluster``), which also takes the partitions of a dask dataframe. Everything that is kept
meanwhile is bounded, but for eight bytes a row: see ``running.Ids``.

Nothing here is imported by the web; pyarrow and dask are loaded by those who ask for them.
"""
