"""Raw connections to a server of ours, and what its processes weigh."""

import os
import re
import socket
from pathlib import Path


def connect(address: str, timeout_s: float = 20.0) -> socket.socket:
    """Open a connection to ``http://host:port``."""
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=timeout_s)


def exchange(address: str, data: bytes) -> bytes:
    """Send all, say that no more comes, and read until the server closes; a reset ends what is read."""
    with connect(address) as client:
        answer = b""
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            while chunk := client.recv(65536):
                answer += chunk
        except (ConnectionResetError, BrokenPipeError):
            pass
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
