"""A thread that knows which snapshot is current, so that no request waits for the database to say it.

It listens for ``NOTIFY``, and asks on its own once a second: more often where listening is impossible (a standby, a
pooler of transactions). It reconnects for as long as the process lives.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg

from ses_map.errors import StoreError
from ses_map.store import UNAVAILABLE
from ses_map.store.postgis.database import RETRY_S, SHORT_S, Database
from ses_map.store.postgis.tables import CHANNEL

#: Seconds between two questions: of one who listens, and of one who cannot.
HEARTBEAT_S, POLL_S = 1.0, 0.5

#: Seconds without a word from the database after which what was heard counts no more.
STALE_S = 5.0

Ask = Callable[[psycopg.Connection[Any]], str]


class Watch:
    """Watches one database from a thread, over a connection of its own.

    Parameters
    ----------
    ask : callable
        Asks over that connection which snapshot is current; may raise ``StoreError``.
    """

    def __init__(self, database: Database, ask: Ask) -> None:
        self._database = database
        self._ask = ask
        self._word: str | StoreError | None = None
        #: When the database last answered, by ``time.monotonic``.
        self.heard = float("-inf")
        #: Whether news comes by ``NOTIFY``; otherwise by asking.
        self.is_listening = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ses_map-watch", daemon=True)
        self._thread.start()

    def told(self) -> str | None:
        """Return the current id at once, or ``None`` before the first word.

        Raises
        ------
        StoreError
            When the database cannot be asked, or has nothing to say.
        """
        word = self._word
        if isinstance(word, StoreError):
            raise type(word)(str(word), word.polish)  # a new one: what is raised twice keeps growing its traceback
        if word is not None and time.monotonic() - self.heard > STALE_S:
            raise StoreError(f"the {self._database.place} does not answer any more", UNAVAILABLE)
        return word

    def end(self) -> None:
        """Let the thread end at its next look around."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with self._database.connect() as connection:
                    self._follow(connection)
            except psycopg.Error as error:
                self.is_listening = False
                self._word = _ours(self._database, error)
                self._ended.wait(RETRY_S)

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        connection.autocommit = True
        connection.execute(f"SET statement_timeout = '{SHORT_S}s'")
        self.is_listening = _listen(connection)
        while not self._ended.is_set():
            try:
                self._word = self._ask(connection)
            except StoreError as error:
                self._word = error
            except psycopg.ProgrammingError as error:  # it answers: there are no tables, or not for this role
                self._word = _ours(self._database, error)
            self.heard = time.monotonic()
            if self.is_listening:
                for _ in connection.notifies(timeout=HEARTBEAT_S, stop_after=1):
                    pass
            else:
                self._ended.wait(POLL_S)


def _listen(connection: psycopg.Connection[Any]) -> bool:
    with contextlib.suppress(psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.FeatureNotSupported):
        connection.execute(f"LISTEN {CHANNEL}")
        return True
    return False


def _ours(database: Database, error: psycopg.Error) -> StoreError:
    try:
        database.fail(error)
    except StoreError as ours:
        return ours
