"""Run other code on the inputs of a run, in a sandboxed worker, and take its trace."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from lessons.script.language import ScriptRow
from live_demo.challenges.ping_timeout import MissingError, PingTimeout
from live_demo.challenges.wire import BrokenPromiseError, WireClient
from live_demo.sandbox.own_files import files_in
from live_demo.sandbox.points import point_of
from live_demo.sandbox.pool import SandboxPool
from live_demo.sandbox.relay import opening_of
from live_demo.trace.point import TracePoint
from live_demo.workers.handle import WorkerHandle
from live_demo.workers.relay import relay_socket

PINGS = 10


async def played(source: str, rows: Sequence[ScriptRow], workers: SandboxPool) -> list[TracePoint]:
    """The points of `source` on these rows. Each row waits until the code has handled the one before.

    Raises `NoWorkerError`.
    """
    points: list[TracePoint] = []

    def take(data: dict[str, Any]) -> None:
        points.append(point_of(data))

    async with workers.worker() as worker:
        worker.on_point = take
        client = WireClient(1, [], PingTimeout(worker, PINGS))
        serving = asyncio.create_task(_serve(worker, source, rows[0], client))
        try:
            with contextlib.suppress(
                BrokenPromiseError
            ):  # where the code goes another way, the trace shows it
                for row in rows:
                    await _act(client, row)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
    return points


async def _act(client: WireClient, row: ScriptRow) -> None:
    match row.do:
        case "connect":
            await client.connect(row)
        case "send":
            await client.say(row)
            with contextlib.suppress(MissingError):
                await client.settle()
        case _:
            client.leave(row.code or 1006)
            await client.await_end()


async def _serve(worker: WorkerHandle, source: str, row: ScriptRow, client: WireClient) -> None:
    path, _, query = (row.path or "").partition("?")
    scope = {"path": f"/{path}", "query_string": query.encode(), "subprotocols": [], "headers": []}
    raised = True
    try:
        await relay_socket(worker, 0, opening_of(files_in(source), scope), client.receive, client.send)  # type: ignore[arg-type]
        raised = False
    finally:
        client.ended(raised)
