"""One request at a time per host, with a pause between two."""

import asyncio
from collections import defaultdict
from types import TracebackType


class Turn:
    """The turn at one host: ``async with`` it for the time of one request."""

    def __init__(self, delay_s: float) -> None:
        self.delay_s = delay_s
        self._lock = asyncio.Lock()
        self._ended_at = float("-inf")

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            await asyncio.sleep(max(0.0, self._ended_at + self.delay_s - asyncio.get_running_loop().time()))
        except BaseException:
            self._lock.release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended_at = asyncio.get_running_loop().time()
        self._lock.release()


class Turns(defaultdict[str, Turn]):
    """The turns by name of host; ports of one host share theirs."""

    def __init__(self, delay_s: float) -> None:
        super().__init__(lambda: Turn(delay_s))
