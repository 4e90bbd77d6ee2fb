"""Throw-away PostgreSQL: a cluster of its own in a temporary folder, reached by a socket in it and by 127.0.0.1.

Nothing that it holds outlives it, and it never touches a server of the machine. PostgreSQL refuses to run as root, so
root runs it as the system's user ``postgres``.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.load import children

#: Of the role ``ses_map`` over TCP, as an address has it (percent-encoded) and as it is.
PASSWORD, PASSWORD_IN_URL = "tajne/hasło@7", "tajne%2Fhas%C5%82o%407"
START_S = 30.0
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_SMALL = ("shared_buffers=16MB", "autovacuum=off", "wal_level=replica", "max_wal_senders=2", "timezone=UTC")


def binaries() -> Path | None:
    """Find the folder of ``initdb`` and ``postgres``, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: -int(p.parts[4]))
    if found:
        return found[0].parent
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        folder = Path(asked.stdout.strip())
        return folder if (folder / "initdb").exists() else None
    return None


def missing() -> str:
    """Describe why there can be no cluster; empty when there can."""
    folder = binaries()
    wanted = "install the Debian packages postgresql and postgresql-postgis"
    if folder is None:
        return f"PostgreSQL is missing: {wanted}"
    share = subprocess.run([str(folder / "pg_config"), "--sharedir"], capture_output=True, text=True, check=True).stdout
    return "" if (Path(share.strip()) / "extension/postgis.control").exists() else f"PostGIS is missing: {wanted}"


def _as_user() -> dict[str, Any]:
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A server with its data; call :meth:`remove` at the end.

    Parameters
    ----------
    settings : str
        Further settings as in ``postgresql.conf``: ``max_connections=5``.
    durable : bool
        Whether what is committed survives a crash, at the price of speed.
    """

    def __init__(self, *settings: str, durable: bool = False) -> None:
        self._prepare(settings, durable)
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self._demand_passwords()
        self._start_somewhere()

    def _start_somewhere(self) -> None:
        """Start on a free port; somebody may take it first."""
        for _ in range(3):
            try:
                return self.start()
            except AssertionError:
                self.stop()
                self.port = _free_port()
        return self.start()

    def _prepare(self, settings: tuple[str, ...], durable: bool) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="pg-"))
        self.data = self.root / "data"
        if os.geteuid() == 0:
            shutil.chown(self.root, "postgres", "postgres")
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._settings = (*_SMALL, *(() if durable else _FAST), *settings)

    def _demand_passwords(self) -> None:
        """Trust the socket, whose folder only this test can name; ask for a password over TCP."""
        rules = "local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self.data / "pg_hba.conf").write_text(rules)

    def _run(self, program: str, *arguments: object) -> None:
        folder = binaries()
        assert folder is not None, missing()
        command = [str(folder / program), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **_as_user())

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.root / "log"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        folder = binaries()
        assert folder is not None, missing()
        options = [f"port={self.port}", f"unix_socket_directories={self.root}", "listen_addresses=127.0.0.1"]
        options += list(self._settings)
        mortal = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []  # dies with the tests, however
        command = [*mortal, str(folder / "postgres"), "-D", str(self.data), *(x for o in options for x in ("-c", o))]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **_as_user())
        self._await()

    def _await(self) -> None:
        end = time.monotonic() + START_S
        while time.monotonic() < end and self.process is not None and self.process.poll() is None:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError(f"PostgreSQL did not start: {self.log.read_text()}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: ``SIGINT`` drops its clients, ``SIGQUIT`` is a crash; what has stopped stays so."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)
        self.process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It and its children stand still. The mother stops first and goes on last, so that none is buried between."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)
        own = children(self.process.pid)
        for pid in own:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in (*own, self.process.pid):
                os.kill(pid, signal.SIGCONT)

    def remove(self) -> None:
        """Stop it and remove its data."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def url(self, database: str, user: str = "postgres") -> str:
        """Return the address over the socket, where nobody needs a password."""
        return f"postgresql://{user}@/{database}?host={self.root}&port={self.port}"

    def url_with_password(self, database: str) -> str:
        """Return the address over TCP with the password of :meth:`owner`."""
        return f"postgresql://ses_map:{PASSWORD_IN_URL}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres", user: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement on its own; give its rows, if it has any."""
        with psycopg.connect(self.url(database, user), autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []

    def empty_database(self) -> str:
        """Make a database with PostGIS and nothing else, and give its name."""
        if not self.sql("SELECT 1 FROM pg_database WHERE datname = 'empty'"):
            self.sql("CREATE DATABASE empty")
            self.sql("CREATE EXTENSION postgis", "empty")
            self.sql(f"CREATE ROLE ses_map LOGIN PASSWORD '{PASSWORD}'")
        name = f"t{uuid.uuid4().hex[:12]}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE empty STRATEGY file_copy OWNER ses_map")
        return name

    def standby(self) -> "Cluster":
        """Make a read-only copy that follows this server."""
        other = Cluster.__new__(Cluster)
        other._prepare(("hot_standby=on",), durable=False)
        self._run(
            "pg_basebackup", "-D", other.data, "-h", self.root, "-p", self.port, "-U", "postgres", "-R", "-c", "fast"
        )
        other._start_somewhere()
        return other
