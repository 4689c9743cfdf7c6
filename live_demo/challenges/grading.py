"""Grade code by its tests: each in a sealed worker of its own, judged by what crossed the wire."""

import asyncio
import contextlib
from dataclasses import asdict, dataclass, field
from typing import Any

from lessons.script.language import ScriptRow, connects_itself
from live_demo.challenges.definition import Challenge, ChallengeTest
from live_demo.challenges.patience import Patience
from live_demo.challenges.wire import BrokenPromiseError, WireClient
from live_demo.sealed.files import MAIN
from live_demo.sealed.points import NOTICES, point_of
from live_demo.sealed.registry import SealedWorkers
from live_demo.sealed.relay import how_it_died, opening_of
from live_demo.workers.handle import WorkerDiedError, WorkerHandle
from live_demo.workers.relay import relay_socket


@dataclass(slots=True)
class Result:
    """The result of one test. `words`: how the promise was broken; `frames`: what crossed the wire.

    `log` is what the code has said of itself. It is shown, and decides nothing.
    """

    name: str
    promise: str
    passed: bool = False
    shown: bool = False
    words: str = ""
    frames: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


HANDSHAKE_SECONDS = 60
"""A handshake that the code leaves undecided is found by the pings before."""


async def grade(challenge: Challenge, source: str, workers: SealedWorkers) -> list[Result]:
    """The result of each test, in their order. Raises `NoWorkerError`."""
    return [await run_test(test, source, workers) for test in challenge.tests]


async def run_test(
    test: ChallengeTest, source: str, workers: SealedWorkers, pings: int | None = None
) -> Result:
    """Run one test, with values drawn now, in a worker that has never run anything else."""
    result = Result(test.name, test.promise, shown=test.shown)
    async with workers.worker() as worker:
        worker.on_point = lambda data: _note(data, result)
        play = _Play(worker, source, result, Patience(worker, pings))
        try:
            await play.run(test.draw())
            result.passed = True
        except BrokenPromiseError as error:
            result.words = str(error)
        finally:
            await play.end()
        if worker.is_dead and not result.passed:
            result.words += f". The code was ended: {await how_it_died(worker, workers)}"
    return result


def _note(data: dict[str, Any], result: Result) -> None:
    point = point_of(data)
    if point.event in NOTICES and len(result.log) < 20:
        result.log.append(point.locals.get("text") or point.locals.get("why", ""))


class _Play:
    """One play of a script against the code in `worker`."""

    def __init__(self, worker: WorkerHandle, source: str, result: Result, patience: Patience) -> None:
        self._worker, self._source, self._result = worker, source, result
        self._patience = patience
        self._clients: dict[int, WireClient] = {}
        self._serving: list[asyncio.Task[None]] = []

    async def run(self, rows: list[ScriptRow]) -> None:
        """Raises `BrokenPromiseError`."""
        if not connects_itself(rows):
            rows = [ScriptRow(do="connect"), *rows]
        for row in rows:
            if row.do == "connect":
                await self._connect(row)
            elif row.do == "wait":
                await asyncio.sleep((row.ms or 0) / 1000)
            else:
                await _act(self._clients[row.client], row)
        for client in self._clients.values():
            client.leave(1000)
            await client.await_end()
        if self._patience.raised:
            raise BrokenPromiseError(self._patience.raised)

    async def end(self) -> None:
        for client in self._clients.values():
            client.leave(1000)
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _connect(self, row: ScriptRow) -> None:
        client = self._clients[row.client] = WireClient(row.client, self._result.frames, self._patience)
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
        number = len(self._serving)
        opening = opening_of({MAIN: self._source}, scope, traced=number == 1)
        opening["handshake_seconds"] = HANDSHAKE_SECONDS
        raised = True
        try:
            await relay_socket(self._worker, number, opening, client.receive, client.send)  # type: ignore[arg-type]
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
