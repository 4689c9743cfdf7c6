"""An exchange without sockets: what the application alone takes, from the server's queue to what it sends.

    python -m bench.replay

By itself. The product runs in this process, behind a server that is nothing but a queue and a callback. Its
clock goes on by the same step with each message, so that a batch has as many exchanges on a busy machine as
on an idle one. Each figure is the least of all bursts, so that other programs count little.
"""

import argparse
import asyncio
import contextlib
import cProfile
import pstats
import selectors
import time
from collections.abc import AsyncIterator
from typing import Any, cast

from bench.pairs import MODES, Pair
from bench.server import Ticket, prepare, tickets


class Clock(asyncio.SelectorEventLoop):
    """An event loop whose time stands still while it has something to do, unless somebody moves it."""

    def __init__(self) -> None:
        selector = selectors.DefaultSelector()
        wait = selector.select

        def select(timeout: float | None = None) -> Any:
            began = time.monotonic()
            ready = wait(timeout)
            if timeout != 0:
                self.now += time.monotonic() - began
            return ready

        selector.select = select  # type: ignore[method-assign]
        self.now = time.monotonic()
        super().__init__(selector)

    def time(self) -> float:
        return self.now


class Socket:
    """One connection to the application, with the interface of `bench.client.Socket`."""

    def __init__(self, application: Any, path: str, cookie: str, step: float = 0) -> None:
        self._step = step
        self.on_message: Any = lambda payload: None
        self.on_close: Any = lambda: None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self.messages = 0
        self._loop = cast(Clock, asyncio.get_running_loop())
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "headers": [
                (b"host", b"127.0.0.1"),
                (b"origin", b"http://127.0.0.1"),
                (b"cookie", cookie.encode()),
            ],
            "query_string": b"",
            "client": ["127.0.0.1", 1],
            "server": ["127.0.0.1", 80],
            "subprotocols": [],
            "asgi": {"version": "3.0"},
        }
        self._events.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(application(scope, self._events.get, self._take))

    async def _take(self, event: dict[str, Any]) -> None:
        """What the application sends."""
        kind = event["type"]
        if kind == "websocket.send":
            self.messages += 1
            self.on_message(event["text"].encode())
        elif kind == "websocket.accept":
            self.opened.set_result(None)
        else:
            self.closed.set()
            self.on_close()

    def send(self, payload: bytes) -> None:
        event = {"type": "websocket.receive", "text": payload.decode()}
        self._loop.now += self._step
        self._loop.call_soon(self._events.put_nowait, event)

    async def close(self) -> None:
        self._events.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.task


@contextlib.asynccontextmanager
async def opened(application: Any, mode: str, count: int, batch: int) -> AsyncIterator[list[Pair]]:
    """`count` pairs after their handshakes and snapshots."""
    place, watch_place = MODES[mode]

    async def open_one(path: str, ticket: Ticket, step: float = 0) -> Socket:
        socket = Socket(application, f"/{path}/{ticket.ticket}/", ticket.cookie, step)
        await socket.opened
        return socket

    from live_demo.trace.live_run import SPACING_SECONDS

    pairs = []
    for ticket in await asyncio.to_thread(tickets, count):
        watch = await open_one(watch_place, ticket) if watch_place else None
        pairs.append(Pair(await open_one(place, ticket, SPACING_SECONDS / batch / count), watch))  # type: ignore[arg-type]
    await asyncio.sleep(0.3)
    yield pairs
    for pair in pairs:
        for socket in filter(None, (pair.lab, pair.watch)):
            await socket.close()


async def measure(options: argparse.Namespace) -> None:
    from bench.asgi import application

    least: dict[str, float] = {}
    batches: dict[str, float] = {}
    profiles = {mode: cProfile.Profile() for mode in options.mode}
    for _ in range(options.rounds):
        for mode in options.mode:
            async with opened(application, mode, options.pairs, options.batch) as pairs:
                for _ in range(options.bursts):
                    sent = sum(pair.watch.messages for pair in pairs if pair.watch)  # type: ignore[attr-defined]
                    with profiles[mode] if options.profile else contextlib.nullcontext():
                        began = time.process_time()
                        await asyncio.gather(*(pair.run(options.exchanges) for pair in pairs))
                        took = time.process_time() - began
                    exchanges = options.exchanges * options.pairs
                    if took / exchanges < least.get(mode, 1):
                        least[mode] = took / exchanges
                        sent = sum(pair.watch.messages for pair in pairs if pair.watch) - sent  # type: ignore[attr-defined]
                        batches[mode] = exchanges / sent if sent else 0
    print(f"{'':28}{'us CPU':>8}{'exchanges a batch':>20}")
    for mode, seconds in least.items():
        print(f"{mode:28}{seconds * 1e6:8.1f}{batches[mode]:20.1f}")
    if options.profile:
        for mode, profile in profiles.items():
            print(f"\n{mode}")
            pstats.Stats(profile).sort_stats("tottime").print_stats(options.profile)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.replay", description=__doc__)
    parser.add_argument("--mode", choices=list(MODES), nargs="*", default=list(MODES))
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--exchanges", type=int, default=32, help="of each pair in a burst")
    parser.add_argument("--batch", type=int, default=8, help="exchanges in a batch")
    parser.add_argument("--bursts", type=int, default=20, help="of the same pairs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", type=int, default=0, help="lines of a profile to print")
    options = parser.parse_args()
    prepare()
    with asyncio.Runner(loop_factory=Clock) as runner:
        runner.run(measure(options))


if __name__ == "__main__":
    main()
