"""A queue for places of which there are few: first come, first served, and everybody knows their place."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

OnWait = Callable[[int], None]
"""Is told the place in the queue, from 1, whenever it changes."""


class PlaceQueue:
    """`places` at once. Use it in one event loop."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[tuple[asyncio.Future[None], OnWait]] = deque()

    @asynccontextmanager
    async def place(self, on_wait: OnWait, seconds: float) -> AsyncIterator[None]:
        """A place until the context is left. Raises `TimeoutError` where none is free after `seconds`."""
        await self._take(on_wait, seconds)
        try:
            yield
        finally:
            self._give_back()

    async def _take(self, on_wait: OnWait, seconds: float) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((turn, on_wait))
        on_wait(len(self._waiting))
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(turn)
        except BaseException:
            if turn.done():  # the place was given at the same moment
                self._give_back()
            else:
                self._waiting.remove((turn, on_wait))
                self._tell_places()
            raise

    def _give_back(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        turn, _ = self._waiting.popleft()
        turn.set_result(None)
        self._tell_places()

    def _tell_places(self) -> None:
        for place, (_, on_wait) in enumerate(self._waiting, start=1):
            on_wait(place)
