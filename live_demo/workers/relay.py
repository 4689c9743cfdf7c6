"""The relay: an ASGI application whose consumer is in a worker, while the real server performs every event.

What the server raises on a send is raised in the worker, at the `await` that sent it. What leaves the
consumer is raised here again, so that the server treats it like an exception of any other consumer.
"""

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Mapping
from types import MappingProxyType
from typing import Any, cast

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
    WebSocketCloseEvent,
)
from django.conf import settings

from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint
from live_demo.workers.expected_errors import expected
from live_demo.workers.handle import NO_ANSWER_SECONDS, WorkerDiedError, WorkerHandle
from live_demo.workers.pool import workers
from live_demo.workers.protocol import Message, SocketNumber, described, rebuilt
from live_demo.workers.reconnect import Reconnect

UNDECIDED_SECONDS = 15.0
"""How long a handshake may stay undecided where the server's own deadline is to be seen."""
MAX_UNDER_WAY = 64
"""Requests of one socket that the real server has not finished."""


async def relay_run(
    run: LiveRun,
    lab: str,
    file: str,
    scope: Scope,
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
    setup: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Serve the lab socket of `run`, whose consumer is in `file` of `lab`, in a worker of its own.

    `setup` may have `settings`, Django's of the worker by their names, the kind of `neighbor` ('echo' or
    'query'), and `waits_for_server`, which puts off the handshake deadline of this site.
    Where the browser has said that it will reconnect, the worker is kept for the second connection. Raises
    `NoWorkerError`, `WorkerDiedError`, and what leaves the consumer.
    """
    async with workers.worker_for(run.id) as worker:
        _record_into(run, worker)
        run.recorder.begin()
        worker.reconnect = Reconnect(run, lab, file)
        worker.neighbor = setup.get("neighbor", worker.neighbor)
        opening = _traced_opening(run, lab, file, scope) | {"settings": setup.get("settings", {})}
        if setup.get("waits_for_server"):
            opening["handshake_seconds"] = UNDECIDED_SECONDS
        try:
            await relay_socket(worker, SocketNumber.LAB, opening, receive, send)
        except asyncio.CancelledError as error:
            last = run.recorder.points[-1] if run.recorder.points else None
            run.recorder.exception(error, *((last.function or "", last.line) if last else ("", None)))
            raise
        except WorkerDiedError:
            how = worker.fault or await workers.fork_server.exit_reason(worker.pid)
            run.recorder.notice("worker.died", {"how": how})
            raise
        finally:
            if run.will_reconnect and not worker.is_dead:
                await worker.reconnect.wait()


async def relay_reconnect(
    reconnect: Reconnect, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Serve the second connection of a run, in the worker of the first."""
    reconnect.open()
    run = reconnect.run
    opening = _traced_opening(run, reconnect.lab, reconnect.file, scope)
    try:
        await relay_socket(workers.by_run[run.id], SocketNumber.RECONNECT, opening, receive, send)
    finally:
        reconnect.finish()


async def relay_neighbor(
    run_id: str, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> bool:
    """Serve the echo in the worker of a run. False where the run is not here or has its echo."""
    worker = workers.by_run.get(run_id)
    if worker is None or SocketNumber.NEIGHBOR in worker.inboxes:
        return False
    try:
        opening = _opening("", "", scope) | {"neighbor": worker.neighbor}
        if worker.neighbor != "echo":
            receive, send = _timed(worker, receive, send)
        await relay_socket(worker, SocketNumber.NEIGHBOR, opening, receive, send)
    except WorkerDiedError:  # its run is over
        with contextlib.suppress(Exception):  # the client has gone, too: each server has its own error for it
            await send(WebSocketCloseEvent(type="websocket.close", code=1000, reason=None))
    return True


def _record_into(run: LiveRun, worker: WorkerHandle) -> None:
    """Put the points of `worker`, and the times in which it is blocked, into the record of `run`."""

    def on_block(seconds: float, is_over: bool) -> None:
        event = "worker.answers" if is_over else "worker.blocked"
        run.recorder.notice(event, {"seconds": f"{seconds:.1f}"})
        run.flush()

    def on_late(seconds: float) -> None:
        run.recorder.notice("neighbor.answered", {"seconds": f"{seconds:.1f}"})
        run.flush()

    worker.on_late = on_late
    worker.on_point = lambda data: run.recorder.adopt(TracePoint.from_json(data))
    worker.on_block = on_block
    run.until_recorded = worker.until_heard


def _timed(
    worker: WorkerHandle, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> tuple[ASGIReceiveCallable, ASGISendCallable]:
    """`receive` and `send` of the neighbor. Answers that take over `NO_ANSWER_SECONDS` are reported."""
    asked = 0.0

    async def timed_receive() -> ASGIReceiveEvent:
        nonlocal asked
        event = await receive()
        asked = time.monotonic()
        return event

    async def timed_send(event: ASGISendEvent) -> None:
        if event["type"] == "websocket.send" and (took := time.monotonic() - asked) > NO_ANSWER_SECONDS:
            worker.on_late(took)
        await send(event)

    return timed_receive, timed_send


async def relay_socket(
    worker: WorkerHandle,
    number: int,
    opening: Message,
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
) -> None:
    """Serve one socket: do what the worker asks for, until its application returns or raises."""
    inbox = worker.open(number, opening)
    socket = _ServerSide(worker, number, receive, send)
    try:
        while message := await inbox.get():
            if "end" not in message:
                await socket.start(message)
            elif message["end"]:
                raise expected(rebuilt(message["end"]))
            else:
                return
        raise WorkerDiedError("the worker process of this run has ended")
    finally:
        socket.cancel()


class _ServerSide:
    """The real server's `receive` and `send` of one socket, awaited for the application in the worker."""

    def __init__(
        self, worker: WorkerHandle, number: int, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        self._worker, self._number = worker, number
        self._receive, self._send = receive, send
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(MAX_UNDER_WAY)

    async def start(self, request: Message) -> None:
        """Begin with what the worker asks for. Several requests may be under way; one more has to wait."""
        await self._free.acquire()
        if "receive" in request:
            job = self._hand_over_next_event()
        else:
            job = self._perform(request["send"], request["id"])
        self._start(job)

    def cancel(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()

    def _start(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._free.release()

    async def _hand_over_next_event(self) -> None:
        self._worker.write({"socket": self._number, "event": await self._receive()})

    async def _perform(self, event: Message, number: int) -> None:
        """Send `event`, and report under its `number` whether the server took it."""
        error = None
        try:
            await self._send(cast(ASGISendEvent, event))
        except Exception as raised:
            error = described(raised)
        self._worker.write({"socket": self._number, "answers": number, "error": error})


def _traced_opening(run: LiveRun, lab: str, file: str, scope: Scope) -> Message:
    """What the worker needs for a socket whose consumer is traced: `since` is the start of the record."""
    recorder = run.recorder
    return _opening(lab, file, scope) | {
        "steps": list(recorder.steps),
        "since": recorder.start,
    }


def _opening(lab: str, file: str, scope: Scope) -> Message:
    """What the worker needs for a socket. An empty `lab` is the echo. No cookie and no ticket goes there."""
    return {
        "lab": lab,
        "file": file,
        "since": None,
        "handshake_seconds": settings.LIVE_DEMO["HANDSHAKE_SECONDS"],
        "scope": asked_scope(scope),
    }


def asked_scope(scope: Any) -> Message:
    """What a worker may know of the request: no cookie and no ticket."""
    return {
        "type": "websocket",
        "path": scope["path"],
        "query_string": scope.get("query_string", b""),
        "subprotocols": list(scope.get("subprotocols", ())),
        "headers": [pair for pair in scope["headers"] if pair[0] == b"origin"],
    }
