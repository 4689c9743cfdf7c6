"""The second connection of a run whose first one was cut. It goes to the worker of the first."""

import asyncio
import contextlib

from live_demo.trace.live_run import LiveRun

MAX_SECONDS = 8
"""How long a run waits for its browser to reconnect and to finish. After 10 s Daphne cancels an
application that outlives its socket."""


class Reconnect:
    """Whether the second connection of `run` has been opened, and when it is over.

    It is served by the consumer in `file` of `lab`, as the first connection was.
    """

    def __init__(self, run: LiveRun, lab: str, file: str) -> None:
        self.run, self.lab, self.file = run, lab, file
        self._was_opened = False
        self._finished = asyncio.Event()

    @property
    def is_awaited(self) -> bool:
        """Whether the browser has said that it will reconnect, and has not done so."""
        return self.run.will_reconnect and not self._was_opened

    def open(self) -> None:
        """Note that the second connection is open. There is no third."""
        self._was_opened = True

    def finish(self) -> None:
        """Note that the second connection is over."""
        self._finished.set()

    async def wait(self) -> None:
        """Wait until the second connection is over, or until it has taken too long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._finished.wait(), MAX_SECONDS)
