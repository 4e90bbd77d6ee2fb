"""Readers that ask all the time, each request looked at: what failed, what was mixed, how many there were."""

import http.client
import json
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

#: What a kept connection may rest before a server may close it under a request (RFC 9112, 9.3.1).
_RESTED_S = 1.0


@dataclass
class Seen:
    """What the readers saw together."""

    statuses: Counter[int] = field(default_factory=Counter)
    snapshots: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    #: Kept connections that had rested and were closed: asked again on a new one, as every client does.
    rested: int = 0


class Reader(threading.Thread):
    """Asks again and again, on one connection or on a new one each time."""

    def __init__(self, address: str, paths: list[str], check: Callable[[str, bytes, str], str], keeps: bool) -> None:
        super().__init__(daemon=True)
        self._host, self._paths, self._check, self._keeps = address.removeprefix("http://"), paths, check, keeps
        self.seen, self.done, self._tags = Seen(), threading.Event(), {}
        self._connection, self._used = http.client.HTTPConnection(self._host, timeout=30), 0.0

    def run(self) -> None:
        n = 0
        while not self.done.is_set():
            n += 1
            path = self._paths[n % len(self._paths)]
            try:
                self._ask(path, conditional=n % 5 == 0)
            except (OSError, http.client.HTTPException) as error:
                self.seen.wrong.append(f"{path}: {error!r}")
                self._connection.close()
            if not self._keeps:
                self._connection.close()
        self._connection.close()

    def _ask(self, path: str, conditional: bool) -> None:
        headers = {"If-None-Match": self._tags[path]} if conditional and path in self._tags else {}
        headers |= {} if self._keeps else {"Connection": "close"}
        response = self._answer(path, headers)
        body = response.read()
        self._used = time.monotonic()
        self.seen.statuses[response.status] += 1
        tag = response.headers.get("ETag", "")
        if response.status == 200:
            self._tags[path] = tag
            self.seen.snapshots[self._check(path, body, tag)] += 1
        elif response.status != 304:
            self.seen.wrong.append(f"{path}: {response.status} {body[:200]!r}")

    def _answer(self, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        try:
            self._connection.request("GET", path, headers=headers)
            return self._connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):
            if not self._keeps or time.monotonic() - self._used < _RESTED_S:
                raise
        self.seen.rested += 1
        self._connection.close()
        self._connection.request("GET", path, headers=headers)
        return self._connection.getresponse()


@contextmanager
def reading(
    address: str, paths: list[str], check: Callable[[str, bytes, str], str], kept: int = 4, fresh: int = 2
) -> Iterator[Seen]:
    """Readers at work; what they saw is complete on the way out."""
    readers = [Reader(address, paths, check, keeps=n < kept) for n in range(kept + fresh)]
    total = Seen()
    for reader in readers:
        reader.start()
    try:
        yield total
    finally:
        for reader in readers:
            reader.done.set()
        for reader in readers:
            reader.join(60)
            total.statuses += reader.seen.statuses
            total.snapshots += reader.seen.snapshots
            total.wrong += reader.seen.wrong
            total.rested += reader.seen.rested


def of_one_snapshot(facts: dict[str, bytes]) -> Callable[[str, bytes, str], str]:
    """Return a check: what an answer says is what its snapshot holds, and its tag is of that snapshot.

    Parameters
    ----------
    facts : dict
        Snapshot id → text that answers from it hold, and from the others do not.
    """

    def check(path: str, body: bytes, tag: str) -> str:
        said = [i for i, fact in facts.items() if fact in body]
        named = [i for i in facts if i.encode() in body]
        if len(said) != 1 or named not in (said, []) or not tag.startswith(f'W/"{said[0]}-'):
            raise http.client.HTTPException(f"mixed: says {said}, names {named}, tagged {tag}")
        return said[0]

    return check


def children(process: int) -> list[int]:
    """The processes that a process has forked and that are still there."""
    return [int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def staff(process: subprocess.Popen[bytes], without: Iterable[int] = ()) -> set[int]:
    """Wait until a server has two workers, none of them one of those, and give them."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        now = set(children(process.pid))
        if len(now) == 2 and not now & set(without):
            return now
        time.sleep(0.05)
    raise AssertionError(f"workers {now}, without {without}")


def taken(process: int, what: str = "Pss") -> int:
    """Bytes that a process and its children take: ``Pss`` counts what they share once."""
    total = 0
    for pid in (process, *children(process)):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            total += int(line.split()[1]) * 1024 if line.startswith(f"{what}:") else 0
    return total


def metric(text: str, name: str) -> float:
    """The sum of all samples of a name."""
    lines = (line for line in text.splitlines() if line.startswith((f"{name} ", f"{name}{{")))
    return sum(float(line.rpartition(" ")[2]) for line in lines)


def json_of(address: str, path: str) -> dict:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request("GET", path)
    found = json.loads(connection.getresponse().read())
    connection.close()
    return found
