"""Serve a lab socket with a learner's own files, in a sandboxed worker."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings

from live_demo.sandbox.output import LAST_LINE
from live_demo.sandbox.points import point_of
from live_demo.sandbox.pool import SandboxPool, sandbox_workers
from live_demo.sandbox.response_headers import without_site_headers
from live_demo.sandbox.shared import enter, leave
from live_demo.trace.live_run import LiveRun
from live_demo.trace.steps import Reach
from live_demo.workers.expected_errors import expected
from live_demo.workers.handle import WorkerDiedError, WorkerHandle
from live_demo.workers.protocol import Message, SocketNumber
from live_demo.workers.relay import asked_scope, relay_socket

WAITING = "queue.waiting"
"""The event of the point that tells a learner's place in the queue."""


async def relay_files(
    run: LiveRun,
    files: Mapping[str, str],
    scope: Scope,
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
    held: AbstractAsyncContextManager[None] | None = None,
) -> None:
    """Serve the lab socket of `run` with `files`: for browser B in the worker of browser A's run.

    `held` is entered as long as its own worker has a socket. Raises `NoWorkerError`, and what leaves the
    consumer.
    """

    def on_wait(place: int) -> None:
        run.recorder.notice(WAITING, {"place": str(place)})
        run.flush()

    shared, number = await enter(run.id, run.first_run, on_wait)
    worker = shared.worker
    _record_into(run, worker, number)
    if held:
        await shared.held.enter_async_context(held)
    run.recorder.begin()
    opening = opening_of(files, scope, steps=list(run.recorder.steps), since=run.recorder.start)
    try:
        await relay_socket(worker, number, opening, receive, without_site_headers(send))
    except WorkerDiedError as error:
        how = await how_it_died(worker, sandbox_workers)
        run.recorder.notice("worker.died", {"how": how + _last_line(run)})
        raise expected(error) from None
    finally:
        _record_no_more(worker, number)
        if ending := leave(run.id, shared):
            await asyncio.shield(ending)


async def relay_for(
    run_id: str,
    first_run: str,
    opening: Message,
    on_point: Callable[[dict[str, Any]], None],
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
) -> None:
    """Serve the lab socket of a run that another process records, in the worker of the run `first_run`.

    Raises `NoWorkerError`, `WorkerDiedError` with the words of how it died, and what leaves the consumer.
    """
    shared, number = await enter(run_id, first_run, lambda place: None)
    shared.worker.on_points[number] = on_point
    try:
        await relay_socket(shared.worker, number, opening, receive, without_site_headers(send))
    except WorkerDiedError:
        raise WorkerDiedError(await how_it_died(shared.worker, sandbox_workers)) from None
    finally:
        _record_no_more(shared.worker, number)
        leave(run_id, shared)


def opening_of(
    files: Mapping[str, str],
    scope: Any,
    *,
    steps: Sequence[Reach] = (),
    since: int | None = None,
    traced: bool = True,
) -> Message:
    """What a sandboxed worker needs for a socket: the files, and of the request what `asked_scope` leaves."""
    return {
        "files": dict(files),
        "traced": traced,
        "steps": list(steps),
        "since": since,
        "handshake_seconds": settings.OWN_CODE["HANDSHAKE_SECONDS"],
        "scope": asked_scope(scope),
    }


async def how_it_died(worker: WorkerHandle, workers: SandboxPool) -> str:
    """The limit at which the worker, one of `workers`, has ended, in words."""
    limits = settings.OWN_CODE
    if worker.stood_still:
        return f"its event loop stood still for {worker.blocked_seconds:g} s"
    if worker.fault:
        return f"what it sent was more or other than a run may send: {worker.fault}"
    reason = await workers.fork_server.exit_reason(worker.pid)
    words = {
        "signal 24": f"it used more than {limits['CPU_SECONDS']} s of processor time",
        "signal 9": "it used all of its processor time, or the system needed its memory",
        "signal 31": "it asked the system for something that no consumer needs",
        "signal 11": "it crashed Python itself, as endless recursion does",
        "unknown": "its process has closed the connection over which it is run",
        "overdue": f"it ran for more than {limits['SECONDS']} s",
    }
    if reason.startswith("exit code"):
        return f"it ended its own process, with {reason}"
    return words.get(reason, reason)


def _record_into(run: LiveRun, worker: WorkerHandle, number: int) -> None:
    """Put what the worker tells of its socket `number` into the record of `run`; of the first its blocks."""

    def on_block(seconds: float, is_over: bool) -> None:
        event = "worker.answers" if is_over else "worker.blocked"
        run.recorder.notice(event, {"seconds": f"{seconds:.1f}"})
        run.flush()

    worker.on_points[number] = lambda data: run.recorder.adopt(point_of(data))
    if number == SocketNumber.LAB:
        worker.on_block = on_block


def _record_no_more(worker: WorkerHandle, number: int) -> None:
    """The record of the run is about to be stored; the worker may go on for another."""
    worker.on_points[number] = lambda data: None
    if number == SocketNumber.LAB:
        worker.on_block = lambda seconds, is_over: None


def _last_line(run: LiveRun) -> str:
    lines = [point.line for point in run.recorder.points if point.line]
    return f"{LAST_LINE}{lines[-1]}" if lines else ""
