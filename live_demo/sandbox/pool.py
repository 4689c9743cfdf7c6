"""The sandboxed workers of this process: each is spawned for one run or one grading, and killed after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from django.conf import settings

from lessons.network_limits import share_of
from live_demo.sandbox.client import connect
from live_demo.sandbox.limits import MAX_WORKERS
from live_demo.sandbox.queue import OnWait, PlaceQueue
from live_demo.sandbox.spare import SPARE_SECONDS, Spare, Spawned
from live_demo.workers.client import ForkServerClient, NoWorkerError
from live_demo.workers.handle import WorkerHandle
from live_demo.workers.protocol import WireLimits

WIRE = WireLimits(message_bytes=256 * 1024, bytes=16 * 1024 * 1024, messages=20_000)
SPARE_AFTER_SECONDS = 1
"""Seconds from the taking of a worker to the start of a spare one: the worker's run goes first."""
SPARES_UNTIL = MAX_WORKERS - 50
"""Workers of one fork server, after which none is kept ready: it ends when none is left."""


class SandboxPool:
    """At most `places` workers at a time, at most half of them for one `owner`. Further runs wait.

    With `spare`, one more worker is kept ready. `queue_seconds` is the longest wait for a place. See
    `WorkerHandle` for `blocked_seconds` and `connect` for `lowered`.
    """

    def __init__(
        self,
        places: int,
        *,
        blocked_seconds: float | None = None,
        queue_seconds: float | None = None,
        lowered: bool = True,
        spare: bool = False,
    ) -> None:
        self._blocked_seconds = blocked_seconds
        self._queue_seconds = queue_seconds or settings.OWN_CODE["QUEUE_SECONDS"]
        self.fork_server = ForkServerClient(partial(connect, lowered=lowered))
        self._queue = PlaceQueue(places, of_one=max((places + 1) // 2, share_of(places)))
        self._spare = Spare(partial(self._fork, SPARE_SECONDS), self._is_alive) if spare else None

    @asynccontextmanager
    async def worker(self, on_wait: OnWait = lambda place: None) -> AsyncIterator[WorkerHandle]:
        """A sandboxed worker, killed at the end. Raises `NoWorkerError`."""
        waiting = self._queue.place(on_wait, self._queue_seconds)
        try:
            await waiting.__aenter__()
        except TimeoutError:
            raise NoWorkerError("every place for own code stayed taken") from None
        try:
            worker = await self._spawn()
            try:
                yield worker
            finally:
                worker.close()
                worker.kill()
                self.fork_server.forget(worker.pid)
        finally:
            await waiting.__aexit__(None, None, None)

    async def _spawn(self) -> WorkerHandle:
        seconds = settings.OWN_CODE["SECONDS"] + 30
        if spare := self._spare and self._spare.take():
            pid, ours = spare
        else:
            pid, ours = await self._fork(seconds)
        self.fork_server.use(pid, seconds)
        if self._spare and self.fork_server.spawned < SPARES_UNTIL:
            asyncio.get_running_loop().call_later(SPARE_AFTER_SECONDS, self._spare.prepare)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        kill = partial(self.fork_server.kill, pid)
        return WorkerHandle(pid, reader, writer, kill, WIRE, self._blocked_seconds)

    def _is_alive(self, pid: int) -> bool:
        if self.fork_server.is_alive(pid):
            return True
        self.fork_server.forget(pid)
        return False

    async def _fork(self, seconds: int) -> Spawned:
        limits = settings.OWN_CODE
        return await self.fork_server.spawn(
            {
                "seconds": seconds,
                "cpu_seconds": limits["CPU_SECONDS"],
                "memory_bytes": limits["MEMORY_BYTES"],
            }
        )


sandbox_workers = SandboxPool(settings.OWN_CODE["MAX_WORKERS"], spare=True)
