"""Writing: each publication is one transaction, and one publisher at a time makes or changes the tables and rows."""

from pathlib import Path

import psycopg
from sqlalchemy import Connection, delete, exists, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from ses_map.errors import StoreError
from ses_map.snapshot import Snapshot
from ses_map.store import UNAVAILABLE
from ses_map.store.postgis.database import Database
from ses_map.store.postgis.tables import CHANNEL, EARLIER, REVISION, blobs, current, files, snapshots

_MIGRATIONS = Path(__file__).with_name("migrations")
#: Number of the advisory lock that publishers take turns by: any number that nobody else uses.
_TURN = 0x5E5_3A9


def publish(database: Database, snapshot: Snapshot) -> None:
    """Keep a snapshot, lay out its tables for GIS, make it current and tell everybody: all of that, or nothing."""
    from ses_map.store.postgis import spatial  # GeoAlchemy: only who publishes needs it

    migrate(database)
    layers = spatial.Layers(snapshot)
    with database.writing() as connection:
        _queue_up(connection)
        _keep_blobs(connection, snapshot)
        _keep_manifest(connection, snapshot)
        if connection.scalar(select(current.c.spatial)) != layers.fingerprint:
            layers.lay_out(connection)
        facts = {"snapshot_id": snapshot.id, "spatial": layers.fingerprint}
        connection.execute(insert(current).values(facts).on_conflict_do_update(index_elements=["only"], set_=facts))
        connection.execute(select(func.pg_notify(CHANNEL, snapshot.id)))


def _keep_blobs(connection: Connection, snapshot: Snapshot) -> None:
    """Send the files that the database has not, or has damaged: it hashes its own."""
    wanted = {digest: name for name, digest in snapshot.digests.items()}
    is_intact = func.encode(func.sha256(blobs.c.data), "hex") == blobs.c.digest
    intact = set(connection.scalars(select(blobs.c.digest).where(blobs.c.digest.in_(wanted), is_intact)))
    for digest in sorted(wanted.keys() - intact):
        data = snapshot.files[wanted[digest]]
        row = insert(blobs).values(digest=digest, data=data)
        connection.execute(row.on_conflict_do_update(index_elements=["digest"], set_={"data": data}))


def _keep_manifest(connection: Connection, snapshot: Snapshot) -> None:
    connection.execute(insert(snapshots).values(id=snapshot.id).on_conflict_do_nothing())
    if read_manifest(connection, snapshot.id) == snapshot.digests:
        return
    connection.execute(delete(files).where(files.c.snapshot_id == snapshot.id))
    rows = [{"snapshot_id": snapshot.id, "name": n, "digest": d} for n, d in snapshot.digests.items()]
    if rows:
        connection.execute(insert(files), rows)


def read_manifest(connection: Connection, snapshot_id: str) -> dict[str, str]:
    """Return the SHA-256 of every file of a kept snapshot, by name."""
    rows = connection.execute(select(files.c.name, files.c.digest).where(files.c.snapshot_id == snapshot_id))
    return {str(name): str(digest) for name, digest in rows}


def prune(database: Database, keep: int) -> tuple[str, ...]:
    """Forget all but the newest snapshots and the current one, and the files that nothing needs any more."""
    with database.writing() as connection:
        _queue_up(connection)
        newest = select(snapshots.c.id).order_by(snapshots.c.number.desc())
        doomed = list(connection.scalars(newest.offset(keep)))
        doomed = [i for i in doomed if i != connection.scalar(select(current.c.snapshot_id))]
        connection.execute(delete(snapshots).where(snapshots.c.id.in_(doomed)))
        is_needed = exists().where(files.c.digest == blobs.c.digest)
        connection.execute(delete(blobs).where(~is_needed))
    return tuple(doomed)


def _queue_up(connection: Connection) -> None:
    """Wait for the turn to change the database; it ends with the transaction, or with a publisher that dies."""
    connection.execute(select(func.pg_advisory_xact_lock(_TURN)))


def migrate(database: Database) -> None:
    """Bring the tables to the revision that this version knows; where they have it, nothing happens.

    Raises
    ------
    StoreError
        When the database has no PostGIS, forbids it, or was migrated by a later version.
    """
    with database.writing() as connection:
        _queue_up(connection)
        revision = _revision(connection)
        if revision == REVISION:
            return
        if revision and revision not in EARLIER:
            raise database.later_version(revision)
        _require_postgis(connection, database)
        _upgrade(connection)


def _revision(connection: Connection) -> str:
    """Return the revision of the tables; empty where there are none."""
    if connection.scalar(select(func.to_regclass("ses_map.alembic_version"))) is None:
        return ""
    return str(connection.scalar(text("SELECT version_num FROM ses_map.alembic_version")) or "")


def _require_postgis(connection: Connection, database: Database) -> None:
    if connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")):
        return
    try:
        connection.execute(text("CREATE EXTENSION postgis"))
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.OperationalError):
            raise
        raise StoreError(
            f"the {database.place} has no PostGIS ({database.scrubbed(error.orig)}): let an administrator run "
            "'CREATE EXTENSION postgis' in it",
            UNAVAILABLE,
        ) from None


def _upgrade(connection: Connection) -> None:
    from alembic import command  # Alembic: only who migrates needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS ses_map"))
    command.upgrade(config, "head")
