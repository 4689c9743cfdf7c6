"""Limits the event loop's time for what one worker writes. A flood waits in its socket."""

import asyncio
import time

RATE = 0.06
"""Seconds of processor time a second. The workers of one core take an eighth of it together."""
BURST_SECONDS = 0.02
"""Processor seconds that a worker may use at once after it was quiet: some 150 trace points."""
SLICE_SECONDS = 0.001
"""Processor seconds after which everybody else has a turn."""


class LoopShare:
    """The share of one worker. `held_back`: for how many seconds it has not been read because of it."""

    def __init__(self) -> None:
        self.held_back = 0.0
        self._spent = 0.0
        self._paid_until = 0.0
        self._began = time.thread_time()

    def begin(self) -> None:
        """Count the time until `pause` as time for this worker."""
        self._began = time.thread_time()

    async def pause(self) -> None:
        """Wait in proportion to the time spent so far, once it fills a slice."""
        self._spent += time.thread_time() - self._began
        if self._spent >= SLICE_SECONDS:
            loop = asyncio.get_running_loop()
            now = loop.time()
            self._paid_until = max(self._paid_until, now - BURST_SECONDS / RATE) + self._spent / RATE
            self._spent = 0.0
            await asyncio.sleep(max(0.0, self._paid_until - now))
            self.held_back += loop.time() - now
        self.begin()
