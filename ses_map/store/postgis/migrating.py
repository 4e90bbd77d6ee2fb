"""Making and changing the tables: by who publishes, in one transaction, one at a time."""

from pathlib import Path

import psycopg
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from ses_map.errors import StoreError
from ses_map.store.postgis.database import UNAVAILABLE, Database
from ses_map.store.postgis.tables import EARLIER, REVISION

_FOLDER = Path(__file__).with_name("migrations")

#: Number of the advisory lock that publishers take turns by: any number that nobody else uses.
_TURN = 0x5E5_3A9


def queue_up(connection: Connection) -> None:
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
        queue_up(connection)
        revision = _revision(connection)
        if revision == REVISION:
            return
        if revision and revision not in EARLIER:
            raise StoreError(
                f"the tables in the {database.place} were made by a later version of ses-map ({revision}, this one "
                f"knows {REVISION}): update ses-map here",
                UNAVAILABLE,
            )
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
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS ses_map"))
    command.upgrade(config, "head")
