"""The relay: an ASGI application whose consumer is in a worker. The real server performs every event.

What the server raises on a send is raised in the worker, at the `await` that sent it. What leaves the
consumer is raised here again, so that the server does what it does for any consumer.
"""

import asyncio
import contextlib
from typing import Any, cast

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
    WebSocketCloseEvent,
)
from django.conf import settings

from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint
from live_demo.workers.expected_errors import expected
from live_demo.workers.handle import WorkerDiedError, WorkerHandle
from live_demo.workers.protocol import Message, described, rebuilt
from live_demo.workers.registry import workers

LAB, BESIDE, AGAIN = 0, 1, 2
"""The numbers of a run's sockets: the traced one, the healthy one beside it, and the one that comes back."""

COMES_BACK_SECONDS = 8
"""How long a run waits for its browser to come back and be done; less than the 10 s after which Daphne ends
what outlives its socket."""


class Return:
    """The second connection of a run: what it is to be served with, and when it is over."""

    def __init__(self, run: LiveRun, lab: str, file: str) -> None:
        self.run, self.lab, self.file = run, lab, file
        self.has_come = False
        self._over = asyncio.Event()

    async def serve(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        self.has_come = True
        opening = _opening(self.lab, self.file, scope) | _traced(self.run)
        try:
            await relay(workers.by_run[self.run.id], AGAIN, opening, receive, send)
        finally:
            self._over.set()

    async def over(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), COMES_BACK_SECONDS)


awaited: dict[str, Return] = {}
"""What would be served to the browsers that come back, by the ids of their runs."""


async def relay_run(
    run: LiveRun, lab: str, file: str, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """The lab socket of `run`, whose consumer is `file` of `lab`, in a worker of its own.

    It stays until the browser has come back on a second connection, if it said that it would.
    """
    back = awaited[run.id] = Return(run, lab, file)
    try:
        async with workers.worker_for(run.id) as worker:
            worker.on_point = lambda data: run.recorder.adopt(TracePoint.from_json(data))
            worker.on_block = lambda seconds, over: _tell(run, seconds, over=over)
            try:
                await relay(worker, LAB, _opening(lab, file, scope) | _traced(run), receive, send)
            except WorkerDiedError:
                how = await workers.fork_server.exit_reason(worker.pid)
                run.recorder.notice("worker.died", {"how": how})
                raise
            finally:
                if run.will_reconnect and not worker.is_dead:
                    await back.over()
    finally:
        del awaited[run.id]


async def relay_beside(
    run_id: str, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> bool:
    """The healthy socket beside a run's, in the same worker; False where this process has no such run."""
    worker = workers.by_run.get(run_id)
    if worker is None or BESIDE in worker.inboxes:
        return False
    try:
        await relay(worker, BESIDE, _opening("", "", scope), receive, send)
    except WorkerDiedError:  # its run is over, and it goes with it
        with contextlib.suppress(Exception):  # a client that has gone already: each server has its own
            await send(WebSocketCloseEvent(type="websocket.close", code=1000, reason=None))
    return True


async def relay(
    worker: WorkerHandle, number: int, opening: Message, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """One socket: do what the worker asks for, until its application ends or raises."""
    inbox = worker.open(number, opening)
    tasks: set[asyncio.Task[None]] = set()

    def start(job: Any) -> None:
        task = asyncio.create_task(job)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def hand_over() -> None:
        worker.write({"socket": number, "event": await receive()})

    async def perform(event: Message, answers: int) -> None:
        error = None
        try:
            await send(cast(ASGISendEvent, event))
        except Exception as raised:
            error = described(raised)
        worker.write({"socket": number, "answers": answers, "error": error})

    try:
        while message := await inbox.get():
            if "receive" in message:
                start(hand_over())
            elif "send" in message:
                start(perform(message["send"], message["id"]))
            elif message["end"]:
                raise expected(rebuilt(message["end"]))
            else:
                return
        raise WorkerDiedError("the worker process of this run has ended")
    finally:
        for task in tasks:
            task.cancel()


def _traced(run: LiveRun) -> Message:
    return {"reached_by": list(run.recorder.reached_by), "since": run.recorder.start}


def _opening(lab: str, file: str, scope: Scope) -> Message:
    """What the worker needs for a socket: no lab for the healthy one, no cookie or ticket for any."""
    return {
        "lab": lab,
        "file": file,
        "since": None,
        "handshake_seconds": settings.LIVE_DEMO["HANDSHAKE_SECONDS"],
        "scope": {
            "type": "websocket",
            "path": cast(Any, scope)["path"],
            "subprotocols": list(cast(Any, scope).get("subprotocols", ())),
            "headers": [pair for pair in cast(Any, scope)["headers"] if pair[0] == b"origin"],
        },
    }


def _tell(run: LiveRun, seconds: float, *, over: bool) -> None:
    run.recorder.notice("worker.answers" if over else "worker.blocked", {"seconds": f"{seconds:.1f}"})
    run.flush()
