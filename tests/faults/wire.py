"""Raw connections to a server of ours, and what its processes weigh."""

import contextlib
import os
import re
import select
import socket
from pathlib import Path


def connect(address: str, timeout_s: float = 20.0) -> socket.socket:
    """Open a connection to ``http://host:port``."""
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=timeout_s)


#: What the server has not begun to answer by then it waits for more of; a busy one is observed less, not wrongly.
_QUIET_S = 0.15


def exchange(address: str, data: bytes) -> bytes:
    """Send all, listen while answers come, say that no more comes, and read to the end; a reset ends what is read.

    Said at once it would end the requests under way: the engine takes a client that closes its half for gone.
    """
    answer = b""
    with connect(address) as client, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        client.sendall(data)
        while select.select([client], [], [], _QUIET_S)[0]:
            if not (chunk := client.recv(65536)):
                return answer
            answer += chunk
        client.shutdown(socket.SHUT_WR)
        while chunk := client.recv(65536):
            answer += chunk
    return answer


def statuses(answer: bytes) -> list[int]:
    """The status of every answer that came over one connection."""
    return [int(s) for s in re.findall(rb"(?:\A|[\r\n>}])HTTP/1\.[01] (\d{3}) ", answer)]


def workers(master: int) -> list[int]:
    """Processes that a process has started and that live."""
    found = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
    return [int(pid) for pid in found.split()]


def megabytes(master: int) -> float:
    """What the workers hold for themselves, in MB: private memory, so that what they share is not counted twice."""
    return sum(_private_kb(pid) for pid in workers(master)) / 1024


def _private_kb(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.MULTILINE))


def is_there(pid: int) -> bool:
    """Whether a process lives."""
    return os.path.exists(f"/proc/{pid}")
