"""A spare worker, forked and confined: it waits for the source only, and the next run gets it."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

SPARE_SECONDS = 600
"""A spare that nobody has used by then is killed, which frees its memory. The next run waits for a fork."""

Spawned = tuple[int, socket.socket]
"""The process id of a worker, and our end of the socket to it."""


class Spare:
    """`spawn` makes a worker, `is_alive` says of a process id whether its worker can still be used."""

    def __init__(self, spawn: Callable[[], Awaitable[Spawned]], is_alive: Callable[[int], bool]) -> None:
        self._spawn = spawn
        self._is_alive = is_alive
        self._made: asyncio.Task[Spawned] | None = None

    def prepare(self) -> None:
        """Begin to make a spare, unless there is one."""
        if self._made is None:
            self._made = asyncio.create_task(self._spawned())
            self._made.add_done_callback(_noticed)

    def take(self) -> Spawned | None:
        """Take the spare. Returns None if none is ready."""
        made, self._made = self._made, None
        if made is None or not made.done() or made.exception():
            self._made = made if made and not made.done() else None
            return None
        pid, ours = made.result()
        if self._is_alive(pid):
            return pid, ours
        ours.close()
        return None

    async def _spawned(self) -> Spawned:
        return await self._spawn()


def _noticed(made: "asyncio.Task[Spawned]") -> None:
    """Ignore that no spare could be made: the next run asks for a worker of its own."""
    if not made.cancelled():
        made.exception()
