"""Small disks of their own: mounted where the system lets us, unmounted afterwards."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A tmpfs of so many bytes at a new folder.

    Skips the test where mounting is not permitted; under ``CI`` as root that is a failure, not a reason to skip.
    """
    folder.mkdir()
    options = f"size={-(-size // 4096) * 4096},mode=0755"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True)
    if done.returncode:
        must = os.environ.get("CI") and os.geteuid() == 0
        (pytest.fail if must else pytest.skip)(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path, leave: int = 0) -> Path:
    """Take all space but so many bytes; remove the file to give it back."""
    ballast, free = disk / "ballast", os.statvfs(disk)
    with ballast.open("wb") as file:
        file.write(b"\1" * max(free.f_bavail * free.f_bsize - leave, 0))
    return ballast


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """The disk as it is after the system has found it damaged: nobody writes, not even root."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
