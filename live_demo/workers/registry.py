"""The workers of this process: each hired from the nursery for one run, dismissed when it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from django.conf import settings

from live_demo.workers.client import NoWorkerError, NurseryLink
from live_demo.workers.handle import Worker


class Workers:
    """Those that are alive, by their runs."""

    def __init__(self) -> None:
        self.by_run: dict[str, Worker] = {}
        self.nursery = NurseryLink()
        self._taken = 0

    @asynccontextmanager
    async def hired(self, run_id: str) -> AsyncIterator[Worker]:
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
                self.nursery.forget(worker.pid)
        finally:
            self._taken -= 1

    async def _hire(self) -> Worker:
        limits = settings.LIVE_DEMO
        pid, ours = await self.nursery.bear(
            {
                "seconds": limits["WORKER_SECONDS"] + 30,
                "cpu_seconds": limits["WORKER_CPU_SECONDS"],
                "memory_bytes": limits["WORKER_BYTES"],
            }
        )
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return Worker(pid, reader, writer, partial(self.nursery.kill, pid))


workers = Workers()
