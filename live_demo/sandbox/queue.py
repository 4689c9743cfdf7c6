"""A queue for a few places. Everybody is told their position, and one owner cannot take all places."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

OnWait = Callable[[int], None]
"""Callback that gets the place in the queue, from 1, whenever it changes."""

owner: ContextVar[str] = ContextVar("owner", default="")
"""For whom a place is taken, such as a network; '' for the site itself, which may have all places."""


@dataclass(eq=False)
class _Waiting:
    who: str
    on_wait: OnWait
    last_place: int = 0
    turn: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class PlaceQueue:
    """`places` at once, `of_one` of them for one owner. Use it in one event loop.

    Whoever holds fewest is served first, and among those whoever came first.
    """

    def __init__(self, places: int, of_one: int | None = None) -> None:
        self._free, self._of_one = places, of_one or places
        self._places: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []

    @asynccontextmanager
    async def place(self, on_wait: OnWait, seconds: float) -> AsyncIterator[None]:
        """A place until the context is left. Raises `TimeoutError` where none is free after `seconds`."""
        who = owner.get()
        await self._take(who, on_wait, seconds)
        try:
            yield
        finally:
            self._give_back(who)

    async def _take(self, who: str, on_wait: OnWait, seconds: float) -> None:
        if self._free and self._may(who):
            self._hold(who)
            return
        waiting = _Waiting(who, on_wait)
        self._waiting.append(waiting)
        self._tell_places()
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(waiting.turn)
        except BaseException:
            if waiting.turn.done():  # the place was given at the same moment
                self._give_back(who)
            else:
                self._waiting.remove(waiting)
                self._tell_places()
            raise

    def _may(self, who: str) -> bool:
        return not who or self._places[who] < self._of_one

    def _hold(self, who: str) -> None:
        self._free -= 1
        self._places[who] += 1

    def _give_back(self, who: str) -> None:
        self._free += 1
        self._places[who] -= 1
        self._places += Counter()  # forgets those who hold none
        waiting = next((each for each in self._in_order() if self._may(each.who)), None)
        if waiting:
            self._hold(waiting.who)
            self._waiting.remove(waiting)
            waiting.turn.set_result(None)
            self._tell_places()

    def _in_order(self) -> list[_Waiting]:
        return sorted(self._waiting, key=lambda each: self._places[each.who] if each.who else 0)

    def _tell_places(self) -> None:
        for place, waiting in enumerate(self._in_order(), start=1):
            if place != waiting.last_place:
                waiting.last_place = place
                waiting.on_wait(place)
