"""Many clients at once, each checking every answer against what is right for its address, byte for byte."""

import http.client
import random
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.faults.worlds import Worlds, started_on

#: Seconds after which a server that answers too little has failed.
PATIENCE_S = 120.0
#: Address → snapshot id → body.
Expected = Mapping[str, Mapping[str, bytes]]


def expected_of(worlds: Worlds, address: str, paths: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """Answer every address from each edition alone, as asked over the address of the server."""
    clients = {s.id: started_on(s).test_client() for s in worlds.snapshots}
    return {p: {i: c.get(p, base_url=address).data for i, c in clients.items()} for p in paths}


@dataclass
class Result:
    """What came back."""

    sent: int = 0
    answered: int = 0
    lost: int = 0
    mixed: int = 0
    statuses: set[int] = field(default_factory=set)
    snapshots: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)


class Load:
    """Clients that ask as fast as they are answered.

    Parameters
    ----------
    address : str
        Of the server.
    expected : mapping
        What is right.
    clients : int
        Connections at a time.
    """

    def __init__(self, address: str, expected: Expected, clients: int) -> None:
        self._host = address.removeprefix("http://")
        self._expected, self._clients = expected, clients
        self._result, self._lock = Result(), threading.Lock()

    def run(self, seconds: float, least: int = 0) -> Result:
        """Ask for so long, and on a busy machine until at least so many were answered."""
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self._ask, args=(seed, end, least)) for seed in range(self._clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self._result

    def _ask(self, seed: int, end: float, least: int) -> None:
        drawn, paths, known = random.Random(seed), sorted(self._expected), {}
        connection = http.client.HTTPConnection(self._host, timeout=30)
        while (now := time.monotonic()) < end or (self._result.answered < least and now < end + PATIENCE_S):
            path = drawn.choice(paths)
            headers = {"If-None-Match": known[path]} if path in known and drawn.random() < 0.2 else {}
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                self._count(path, 0, "", b"", repr(error))
                connection.close()
                continue
            known[path] = response.headers.get("ETag", "")
            self._count(path, response.status, known[path], body, "")
        connection.close()

    def _count(self, path: str, status: int, tag: str, body: bytes, error: str) -> None:
        snapshot = tag.removeprefix('W/"').split("-")[0]
        right = status != 200 or self._expected[path].get(snapshot) == body
        with self._lock:
            result = self._result
            result.sent += 1
            result.answered += bool(status)
            result.lost += not status
            result.mixed += not right
            if status:
                result.statuses.add(status)
            if status == 200:
                result.snapshots.add(snapshot)
            if (error or not right) and len(result.examples) < 5:
                result.examples.append(f"{path} {status} {tag} {error}")
