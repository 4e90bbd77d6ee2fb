"""How much may be rendered at once: files that take seconds and many megabytes wait for nobody.

Each worker renders so many at a time; who comes when all are taken is told to come again (503, ``Retry-After``), and
small pages are answered meanwhile.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ses_map.errors import BusyError

#: Files that one worker renders at the same time: each may take a hundred megabytes.
AT_ONCE = 2

_slots = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def rendering() -> Iterator[None]:
    """Hold a place for as long as a file is made.

    Raises
    ------
    BusyError
        When all places are taken.
    """
    if not _slots.acquire(blocking=False):
        raise BusyError(
            f"{AT_ONCE} files are being rendered: try again in some seconds",
            "Serwer tworzy teraz inne pliki tego rodzaju; spróbuj ponownie za kilka sekund.",
        )
    try:
        yield
    finally:
        _slots.release()
