"""The workers of this process. Each is spawned for one run and killed at its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from django.conf import settings

from live_demo.workers.client import ForkServerClient, NoWorkerError
from live_demo.workers.handle import WorkerHandle
from live_demo.workers.reconnect import Reconnect


class WorkerPool:
    """The workers that are alive, by the ids of their runs."""

    def __init__(self) -> None:
        self.by_run: dict[str, WorkerHandle] = {}
        self.fork_server = ForkServerClient()
        self._places_taken = 0

    @asynccontextmanager
    async def worker_for(self, run_id: str) -> AsyncIterator[WorkerHandle]:
        """A worker for the run, killed at the end. Raises `NoWorkerError`."""
        if self._places_taken >= settings.LIVE_DEMO["MAX_WORKERS"]:
            raise NoWorkerError("every place for a worker is taken")
        self._places_taken += 1
        try:
            worker = await self._spawn()
            self.by_run[run_id] = worker
            try:
                yield worker
            finally:
                self.by_run.pop(run_id, None)
                worker.close()
                worker.kill()
                self.fork_server.forget(worker.pid)
        finally:
            self._places_taken -= 1

    def awaited_reconnect(self, run_id: str) -> Reconnect | None:
        """The second connection that the run waits for; None where it waits for none, or is not here."""
        worker = self.by_run.get(run_id)
        reconnect = worker.reconnect if worker else None
        return reconnect if reconnect and reconnect.is_awaited else None

    async def _spawn(self) -> WorkerHandle:
        limits = settings.LIVE_DEMO
        pid, ours = await self.fork_server.spawn(
            {
                "seconds": limits["WORKER_SECONDS"] + 30,
                "cpu_seconds": limits["WORKER_CPU_SECONDS"],
                "memory_bytes": limits["WORKER_BYTES"],
            }
        )
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return WorkerHandle(pid, reader, writer, partial(self.fork_server.kill, pid))


workers = WorkerPool()
