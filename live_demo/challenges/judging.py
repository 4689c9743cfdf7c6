"""Judges code by its tests: each in a sandboxed worker of its own, judged by what crossed the wire."""

import asyncio
import contextlib
from functools import partial
from typing import Any

from lessons.script.language import ScriptRow, all_connecting
from live_demo.challenges.definition import Challenge, ChallengeTest, Drawn
from live_demo.challenges.judged_run import Connection
from live_demo.challenges.origins import Origins
from live_demo.challenges.ping_timeout import PingTimeout
from live_demo.challenges.result import Result
from live_demo.challenges.wire import BrokenPromiseError, WireClient
from live_demo.sandbox.own_files import files_in
from live_demo.sandbox.points import NOTICES, point_of
from live_demo.sandbox.pool import SandboxPool
from live_demo.sandbox.relay import how_it_died, opening_of
from live_demo.workers.handle import WorkerDiedError, WorkerHandle
from live_demo.workers.relay import relay_socket

HANDSHAKE_SECONDS = 60
"""A handshake that the code leaves undecided is found by the pings before."""


async def judge_source(challenge: Challenge, source: str, workers: SandboxPool) -> list[Result]:
    """The result of each test, in their order. Raises `NoWorkerError`."""
    results = {test.name: await run_test(test, source, workers) for test in challenge.tests}
    for test in challenge.tests:
        results[test.name].put_off([results[name] for name in test.needs])
    return list(results.values())


async def run_test(
    test: ChallengeTest,
    source: str,
    workers: SandboxPool,
    pings: int | None = None,
    drawn: Drawn | None = None,
) -> Result:
    """Run one test in a worker that has never run anything else: with values drawn now, or with `drawn`."""
    drawn = drawn or test.draw()
    result = Result(test.name, test.promise, shown=test.shown)
    async with workers.worker() as worker:
        play = _Play(worker, source, result, PingTimeout(worker, pings), drawn)
        broken: BrokenPromiseError | None = None
        try:
            await play.run()
            result.passed = True
        except BrokenPromiseError as error:
            broken = error
            await play.hear_of(error)
        finally:
            await play.end()
        if broken:
            result.note(broken)
            result.rows, result.drawn = [row.as_data() for row in drawn.rows], drawn.values
        if worker.is_dead and not result.passed:
            result.words += f". The code was ended: {await how_it_died(worker, workers)}"
    return result


def _take(data: dict[str, Any], connection: Connection, log: list[str]) -> None:
    """Take a point that the worker has told of `connection`. Raises `ValueError` where it is none."""
    point = point_of(data)
    connection.take(point)
    if point.event in NOTICES and len(log) < 20:
        log.append(point.locals.get("text") or point.locals.get("why", ""))


class _Play:
    """One play of the script `drawn` against the code in `worker`."""

    def __init__(
        self, worker: WorkerHandle, source: str, result: Result, timeout: PingTimeout, drawn: Drawn
    ) -> None:
        self._worker, self._source, self._result = worker, source, result
        self._timeout = timeout
        self._rows = all_connecting(drawn.rows)
        self._origins = Origins(self._rows, drawn.values)
        self._clients: dict[int, WireClient] = {}
        self._serving: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Play the script to its end. Raises `BrokenPromiseError`."""
        for at, row in enumerate(self._rows):
            self._origins.at = at
            if row.do == "connect":
                await self._connect(row)
            elif row.do == "wait":
                await asyncio.sleep((row.ms or 0) / 1000)
            else:
                await _act(self._clients[row.client], row)
        for client in self._clients.values():
            client.leave(1000)
            await client.await_end()
        if self._timeout.raised:
            raise BrokenPromiseError(
                self._timeout.raised,
                expected="no exception",
                came="an exception",
                connection=self._timeout.raised_on,
            )

    async def hear_of(self, error: BrokenPromiseError) -> None:
        """Wait until the worker has reported the points up to the frame that broke the promise.

        Record their number in `error.last`.
        """
        if error.connection:
            connection = self._result.connections[error.connection - 1]
            await self._timeout.wait_while(lambda: len(connection.sent) < error.sent)
            error.last = len(connection.points)

    async def end(self) -> None:
        for client in self._clients.values():
            client.leave(1000)
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _connect(self, row: ScriptRow) -> None:
        result, number = self._result, len(self._serving) + 1
        connection = Connection(row.client)
        result.connections.append(connection)
        self._worker.on_points[number] = partial(_take, connection=connection, log=result.log)
        client = WireClient(row.client, result.frames, self._timeout, number, self._origins)
        self._clients[row.client] = client
        self._serving.append(asyncio.create_task(self._serve(client, row)))
        await client.connect(row)

    async def _serve(self, client: WireClient, row: ScriptRow) -> None:
        path, _, query = (row.path or "").partition("?")
        scope = {
            "path": f"/{path}",
            "query_string": query.encode(),
            "subprotocols": row.subprotocols or [],
            "headers": [(key.lower().encode(), value.encode()) for key, value in (row.headers or {}).items()],
        }
        opening = opening_of(files_in(self._source), scope)
        opening["handshake_seconds"] = HANDSHAKE_SECONDS
        raised = True
        try:
            await relay_socket(self._worker, client.connection, opening, client.receive, client.send)  # type: ignore[arg-type]
            raised = False
        except WorkerDiedError:
            pass
        except Exception:
            with contextlib.suppress(Exception):
                self._result.frames.append("the consumer raised an exception")
        finally:
            client.ended(raised)


async def _act(client: WireClient, row: ScriptRow) -> None:
    match row.do:
        case "send":
            await client.say(row)
        case "await" if row.close:
            await client.await_close(row.close)
        case "await":
            await client.await_messages(row)
        case "close":
            client.leave(row.code or 1000)
            await client.await_end()
        case "cut":
            client.leave(1006)
            await client.await_end()
