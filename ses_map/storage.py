"""The place of a store as an operator writes it: a folder, or the address of a PostgreSQL database; safe writing."""

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from ses_map.errors import InvalidInputError

_SCHEMES = ("postgresql", "postgres")
_WANTED = "write a folder, or postgresql://user@host/database with %XX for signs that mean something in an address"
_POLISH = "Podaj folder albo adres bazy danych: postgresql://użytkownik@serwer/baza, ze znakami specjalnymi jako %XX."


class DatabaseUrl(str):
    """The address of a database; its ``repr`` and :attr:`shown` hide the password, ``str`` is the whole address."""

    @property
    def shown(self) -> str:
        """The address for messages and logs: without password, and without what else stands after ``?``."""
        parts = urlsplit(self)
        user, _, host = parts.netloc.rpartition("@")
        name, _, password = user.partition(":")
        who = f"{name}{':***' if password else ''}@" if user else ""
        return f"{parts.scheme}://{who}{host}{parts.path}"

    def __repr__(self) -> str:
        return f"DatabaseUrl({self.shown!r})"


def read_storage(value: object) -> Path | DatabaseUrl:
    """Read the place of a store.

    Raises
    ------
    InvalidInputError
        When it looks like an address and is none of PostgreSQL; the message does not repeat it: it may hold a password.
    """
    if isinstance(value, Path | DatabaseUrl):
        return value
    text = str(value)
    if "://" not in text:
        if not text or "\0" in text:
            raise InvalidInputError(f"an empty name or one with a NUL is no folder: {_WANTED}", _POLISH)
        if re.match(r"postgres(ql)?:", text) or "password=" in text:
            raise InvalidInputError(f"that is neither a folder nor an address of a database: {_WANTED}", _POLISH)
        return Path(text)
    try:
        parts = urlsplit(text)
        hosts = parts.netloc.rpartition("@")[2]
    except ValueError:
        raise InvalidInputError(f"the address of the store cannot be read: {_WANTED}", _POLISH) from None
    if parts.scheme not in _SCHEMES:
        raise InvalidInputError(f"{parts.scheme[:20]!r} is no kind of store: {_WANTED}", _POLISH)
    is_plain = not re.search(r"[\s\x00-\x1f]", text) and parts.netloc.count("@") <= 1 and not parts.fragment
    named = parts.path.strip("/") or dict(parse_qsl(parts.query)).get("dbname")
    if not is_plain or not named or not _are_hosts(hosts) or "@" in parts.path:
        raise InvalidInputError(f"the address of the database cannot be read: {_WANTED}", _POLISH)
    return DatabaseUrl(text)


def _are_hosts(text: str) -> bool:
    """Return whether it is hosts with their ports, or nothing (the socket of this machine)."""
    host = r"(?:\[[0-9A-Fa-f:.%]+\]|[^\s@/?#:,\[\]]*)(?::[0-9]{1,5})?"
    return re.fullmatch(rf"{host}(?:,{host})*", text) is not None


def sync(path: Path) -> None:
    """Wait until the disk holds a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file, and wait until the disk holds it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
