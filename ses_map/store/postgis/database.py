"""The way to the database: short waits, one language of errors, no password in any of them.

Each transaction has a connection of its own. Workers seldom need one (a watch tells them what is current), so that idle
connections of many workers on many hosts would only fill the database, and none can be shared with a fork by mistake.
While the database cannot be reached, it is asked again at most once a second: no crowd of requests waits for one
time-out after another.
"""

import contextlib
import time
from collections.abc import Iterator
from typing import Any, NoReturn
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ses_map.errors import NotReadyError, StoreError
from ses_map.store import NOT_READY, UNAVAILABLE
from ses_map.store.postgis.tables import REVISION

#: Seconds: to connect (libpq takes no less than 2), for a short question, for a whole snapshot.
CONNECT_S, SHORT_S, LONG_S = 2, 2, 60

#: Seconds until a database that could not be reached is asked again.
RETRY_S = 1.0

#: Gives up a connection whose other end died without a word: after 5 s of unanswered data, or 11 s of silence.
_ALIVE: dict[str, Any] = {
    "connect_timeout": CONNECT_S, "tcp_user_timeout": 5000,
    "keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
    "application_name": "ses_map",
}  # fmt: skip

#: Classes of SQLSTATE that mean that the database cannot answer now: no connection, shutting down or out of time.
_AWAY = ("08", "57")

#: What begins a transaction, and how long each of its statements may take.
_BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = '{seconds}s'"
_BEGIN_WRITING = (
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '60s'; "
    "SET LOCAL tcp_keepalives_idle = 30; SET LOCAL tcp_keepalives_interval = 10; SET LOCAL tcp_keepalives_count = 3"
)


class Database:
    """A PostgreSQL database by its address.

    Parameters
    ----------
    url : str
        As libpq takes it; nothing is connected to yet.

    Raises
    ------
    StoreError
        When libpq cannot read the address.
    """

    def __init__(self, url: str) -> None:
        try:
            parts = conninfo_to_dict(url)
        except psycopg.Error:  # its message repeats the whole address, password included
            raise StoreError(
                "the address of the database cannot be read: write postgresql://user@host/database, with %XX for signs "
                "that mean something in an address",
                UNAVAILABLE,
            ) from None
        self._url = url
        self._secrets = _secrets(parts)
        host = str(parts.get("host") or parts.get("hostaddr") or "this machine")
        #: The database in messages: without user and password.
        self.place = f"database {parts.get('dbname', '')} on {host}"
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self.connect,
            poolclass=NullPool,
            use_native_hstore=False,
            hide_parameters=True,
        )
        self._down_until, self._why = 0.0, ""

    def connect(self) -> psycopg.Connection[Any]:
        """Open a connection; raises what psycopg raises."""
        return psycopg.connect(self._url, prepare_threshold=None, **_ALIVE)

    @contextlib.contextmanager
    def reading(self, seconds: int = SHORT_S) -> Iterator[Connection]:
        """Begin a read-only transaction that sees one state of the database, whatever is published meanwhile."""
        with self._transaction(_BEGIN.format(seconds=seconds)) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction that changes all or nothing."""
        with self._transaction(_BEGIN_WRITING) as connection:
            yield connection

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        if time.monotonic() < self._down_until:
            raise StoreError(self._why, UNAVAILABLE)
        try:
            with self._engine.connect() as connection, connection.begin():
                connection.exec_driver_sql(begin)
                yield connection
        except (SQLAlchemyError, psycopg.Error) as error:
            self.fail(error)

    def fail(self, error: Exception) -> NoReturn:
        """Turn an error of the driver into one of ours.

        Raises
        ------
        NotReadyError
            When the tables are not there.
        StoreError
            Otherwise.
        """
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        if isinstance(cause, psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName):
            raise self.not_ready() from error
        if isinstance(cause, psycopg.OperationalError) and (cause.sqlstate or "08")[:2] in _AWAY:
            why = f"the {self.place} does not answer ({self.scrubbed(cause)})"
            self._down_until, self._why = time.monotonic() + RETRY_S, why
        else:
            why = f"the {self.place} cannot be used as a store of snapshots ({self.scrubbed(cause)})"
        raise StoreError(why, UNAVAILABLE) from error

    def not_ready(self) -> NotReadyError:
        """Return the error of a database without a snapshot."""
        why = f"the {self.place} holds no published snapshot: run 'ses-map build' with this store"
        return NotReadyError(why, NOT_READY)

    def later_version(self, revision: str) -> StoreError:
        """Return the error of tables that this version does not know."""
        why = f"were made by a later version of ses-map ({revision}, this one knows {REVISION}): update ses-map here"
        return StoreError(f"the tables in the {self.place} {why}", UNAVAILABLE)

    def scrubbed(self, error: object) -> str:
        """Return the message of an error in one line and without the password."""
        text = " ".join(str(error).split())
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _secrets(parts: dict[str, Any]) -> list[str]:
    """List passwords as they are and as an address has them, the longest first."""
    known = [str(parts[k]) for k in ("password", "sslpassword") if parts.get(k)]
    return sorted({*known, *(quote(s, safe="") for s in known), *(quote(s) for s in known)}, key=len, reverse=True)
