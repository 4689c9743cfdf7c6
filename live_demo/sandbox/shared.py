"""The workers of the runs of this process: a second browser of a bench joins that of the first one."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from live_demo.sandbox.pool import sandbox_workers
from live_demo.sandbox.queue import OnWait
from live_demo.workers.client import NoWorkerError
from live_demo.workers.handle import WorkerHandle

MAX_SOCKETS = 8
"""Most sockets of one worker in its life. Browser A has the first one, and B may connect again."""
_NOT_HERE = "the code of browser A does not run any more, or cannot be reached; run it again"


@dataclass(slots=True)
class SharedWorker:
    """A worker and how many of its sockets are open. The last one that leaves ends it."""

    worker: WorkerHandle
    held: AsyncExitStack
    users: int = 0
    sockets: list[str] = field(default_factory=list)


_by_run: dict[str, SharedWorker] = {}


_leaving: set["asyncio.Task[None]"] = set()


def is_here(run_id: str) -> bool:
    """Whether the worker of this run belongs to this process."""
    return run_id in _by_run


async def enter(run_id: str, first_run: str, on_wait: OnWait) -> tuple[SharedWorker, int]:
    """The worker for the run `run_id`, or that of `first_run` if given, and the number of its socket.

    Call `leave` afterwards. Raises `NoWorkerError`.
    """
    shared = _by_run.get(first_run) if first_run else await _spawned(run_id, on_wait)
    if shared is None or len(shared.sockets) == MAX_SOCKETS:
        raise NoWorkerError(_NOT_HERE)
    shared.users += 1
    shared.sockets.append(run_id)
    return shared, len(shared.sockets) - 1


def leave(run_id: str, shared: SharedWorker) -> "asyncio.Task[None] | None":
    """Leave the worker. Returns the task that ends it; None while another socket is open."""
    shared.users -= 1
    if shared.users:
        return None
    for each in shared.sockets:
        _by_run.pop(each, None)
    task = asyncio.create_task(shared.held.aclose())
    _leaving.add(task)
    task.add_done_callback(_leaving.discard)
    return task


async def _spawned(run_id: str, on_wait: OnWait) -> SharedWorker:
    held = AsyncExitStack()
    shared = _by_run[run_id] = SharedWorker(
        await held.enter_async_context(sandbox_workers.worker(on_wait)), held
    )
    return shared
