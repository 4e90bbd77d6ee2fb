"""What all processes of the service know of the store's state: one page of memory that forks share."""

import mmap

_FAILURES, _LOADED_MS, _WORDS = 0, 1, 16


class Notice:
    """Written by the process that loads snapshots, read by all that it forked."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)
        self._numbers = memoryview(self._page).cast("Q")

    @property
    def trouble(self) -> str:
        """Why the newest snapshot is not the one in use, as told to readers; empty while all is well."""
        if not self._page[_WORDS]:
            return ""
        return self._page[_WORDS:].split(b"\0", 1)[0].decode(errors="ignore")

    @trouble.setter
    def trouble(self, sentence: str) -> None:
        told = sentence.encode()[: mmap.PAGESIZE - _WORDS - 1]
        self._page[_WORDS:] = told.ljust(mmap.PAGESIZE - _WORDS, b"\0")

    @property
    def failures(self) -> int:
        """How often a snapshot could not be loaded, or the store not be asked."""
        return int(self._numbers[_FAILURES])

    @failures.setter
    def failures(self, count: int) -> None:
        self._numbers[_FAILURES] = count

    @property
    def loaded_at(self) -> float:
        """When the snapshot in use was loaded, by the monotonic clock, which all processes share; 0 before that."""
        return float(self._numbers[_LOADED_MS]) / 1000

    @loaded_at.setter
    def loaded_at(self, seconds: float) -> None:
        self._numbers[_LOADED_MS] = int(seconds * 1000)
