"""The workers of this process: each is spawned for one run and ends with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from django.conf import settings

from live_demo.workers.client import ForkServerClient, NoWorkerError
from live_demo.workers.handle import WorkerHandle


class Workers:
    """Those that are alive, by their runs."""

    def __init__(self) -> None:
        self.by_run: dict[str, WorkerHandle] = {}
        self.fork_server = ForkServerClient()
        self._taken = 0

    @asynccontextmanager
    async def worker_for(self, run_id: str) -> AsyncIterator[WorkerHandle]:
        """A worker for the run, killed at the end. Raises `NoWorkerError`."""
        if self._taken >= settings.LIVE_DEMO["MAX_WORKERS"]:
            raise NoWorkerError("every place for a worker is taken")
        self._taken += 1
        try:
            worker = await self._hire()
            self.by_run[run_id] = worker
            try:
                yield worker
            finally:
                self.by_run.pop(run_id, None)
                worker.close()
                worker.kill()
                self.fork_server.forget(worker.pid)
        finally:
            self._taken -= 1

    async def _hire(self) -> WorkerHandle:
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


workers = Workers()
