"""Opens the store that a setting names; an adapter is imported only by who uses it."""

from pathlib import Path

from ses_map.store import Store
from ses_map.store.files import FileStore


def open_store(place: Path | str) -> Store:
    """Open a store; nothing is read or connected to yet.

    Parameters
    ----------
    place : Path or str
        A folder as a path, or the address of a PostgreSQL database as text: ``postgresql://user@host/database``.
    """
    if isinstance(place, Path):
        return FileStore(place)
    from ses_map.store.postgis import PostgisStore  # SQLAlchemy and psycopg: no file store should pay for them

    return PostgisStore(place)
