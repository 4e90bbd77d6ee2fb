"""Servers for the benchmarks: started on a free port, asked until they answer, always stopped."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: One set of options for every peer.
GRANIAN = ("--interface", "wsgi", "--http", "1", "--workers", "2", "--blocking-threads", "4", "--log-level", "error")


def free_port() -> int:
    """Ask the system for a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    application: str,
    environment: Mapping[str, str],
    folder: Path = ROOT,
    python: str = sys.executable,
    asked: str = "/api/v1/lookup?lat=52&lon=19",
) -> Iterator[str]:
    """Serve an application with the common options and give its address, as soon as a path of it answers."""
    port = free_port()
    command = [python, "-m", "granian", *GRANIAN, "--port", str(port), application]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment})
    try:
        _wait(f"http://127.0.0.1:{port}{asked}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} did not answer within 30 s")
