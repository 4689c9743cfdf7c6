"""A timeout in answered pings instead of seconds: how long a grading waits for code that does nothing.

A worker answers pings in its event loop. Whatever it was sent before a ping has reached it when the ping is
answered. So a slow machine makes the grading longer, and does not change its verdict.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from live_demo.workers.handle import PING_SECONDS, WorkerHandle

PINGS = 30
"""An event is missing that has not come after so many answered pings. On an idle machine: three seconds."""
_FEW = 3


class MissingError(Exception):
    """The event has not come. The message says why nothing more is waited for."""


class PingTimeout:
    """Waits for the code in `worker`. `raised` says for which client it has raised an exception.

    `raised_on` is the number of that connection, 0 while there is none.
    """

    def __init__(self, worker: WorkerHandle, pings: int | None = None) -> None:
        self._worker = worker
        self._pings = pings or PINGS
        self.raised = ""
        self.raised_on = 0

    async def wait[T](self, event: Coroutine[Any, Any, T]) -> T:
        """Wait for `event`, and return its result. Raises `MissingError`."""
        waiting = asyncio.ensure_future(event)
        last = self._worker.pongs + self._pings
        try:
            while True:
                gives_up = self._worker.pongs >= last or bool(self.raised)
                done, _ = await asyncio.wait({waiting}, timeout=0 if gives_up else PING_SECONDS)
                if done:
                    return waiting.result()
                if gives_up:
                    raise MissingError(self.raised or "the code did nothing more")
        finally:
            waiting.cancel()

    async def wait_while(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds()` is false, the worker has answered `_FEW` pings, or it is dead."""
        last = self._worker.pongs + _FEW
        while holds() and self._worker.pongs < last and not self._worker.is_dead:  # noqa: ASYNC110  points set no event
            await asyncio.sleep(PING_SECONDS / 10)
