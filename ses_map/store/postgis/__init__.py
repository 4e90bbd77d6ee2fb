"""Snapshots in PostgreSQL with PostGIS: for workers on many hosts, and for GIS users who ask in SQL.

    ses_map.blobs       every file's bytes, once per SHA-256
    ses_map.snapshots   which snapshots are kept, in the order of publication
    ses_map.files       the manifest: snapshot, name, SHA-256
    ses_map.current     one row: the current snapshot
    ses_map.areas, centres, claims, entities    the current snapshot as tables for GIS (``spatial``)

Publishing is one transaction, ended by ``NOTIFY``: whatever moment a publisher dies at, every reader on every host sees
the old snapshot or the new one, whole. The tables are made and migrated by who publishes; readers need ``SELECT`` only.
"""

from ses_map.store.postgis.adapter import PostgisStore

__all__ = ["PostgisStore"]
