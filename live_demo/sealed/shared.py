"""The workers of the runs of this process: a second browser of a bench joins that of the first one."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from live_demo.sealed.queue import OnWait
from live_demo.sealed.registry import sealed_workers
from live_demo.workers.client import NoWorkerError
from live_demo.workers.handle import WorkerHandle

MAX_SOCKETS = 8
"""Of one worker in its life: browser A has the first one, and B may connect again."""
_NOT_HERE = "the code of browser A does not run in the process that this socket has reached; open B once more"


@dataclass(slots=True)
class SharedWorker:
    """A worker and how many of its sockets are open. The last one that leaves ends it."""

    worker: WorkerHandle
    held: AsyncExitStack
    users: int = 0
    sockets: list[str] = field(default_factory=list)


_by_run: dict[str, SharedWorker] = {}


async def enter(run_id: str, beside: str, on_wait: OnWait) -> tuple[SharedWorker, int]:
    """The worker for the run `run_id`, and the number of its socket. With `beside`, that of this other run.

    Call `leave` afterwards. Raises `NoWorkerError`.
    """
    shared = _by_run.get(beside) if beside else await _spawned(run_id, on_wait)
    if shared is None or len(shared.sockets) == MAX_SOCKETS:
        raise NoWorkerError(_NOT_HERE)
    shared.users += 1
    shared.sockets.append(run_id)
    return shared, len(shared.sockets) - 1


async def leave(run_id: str, shared: SharedWorker) -> None:
    """The socket of this run is over."""
    _by_run.pop(run_id, None)
    shared.users -= 1
    if not shared.users:
        await shared.held.aclose()


async def _spawned(run_id: str, on_wait: OnWait) -> SharedWorker:
    held = AsyncExitStack()
    shared = _by_run[run_id] = SharedWorker(
        await held.enter_async_context(sealed_workers.worker(on_wait)), held
    )
    return shared
