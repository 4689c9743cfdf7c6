"""A run whose second sockets may arrive in other processes: it serves them from here.

`live_demo.sockets.remote_client` is the other end, and lists the messages.
"""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings

from live_demo.sockets.pipe import LEAVE_SECONDS, Message, Pipe, open_pipe
from live_demo.sockets.remote_client import group_of
from live_demo.workers.protocol import described, rebuilt

type Serve = Callable[[str, Scope, ASGIReceiveCallable, ASGISendCallable], Awaitable[None]]

JOIN_SECONDS = 2
"""How long a run waits for a channel layer that does not answer, before it goes on without."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def reachable(run_id: str, kinds: dict[str, Serve]) -> AsyncIterator[None]:
    """Serve the second sockets of this run while entered, in whichever process they arrive.

    `kinds` is {kind of socket: what serves it for the run}. Its scope has `tell`, which sends a message to
    the process of the socket. If the channel layer is gone, the run goes on, and only sockets of this
    process can join it.
    """
    async with AsyncExitStack() as stack:
        if settings.REDIS_URL:
            await _join(stack, run_id, kinds)
        yield


async def _join(stack: AsyncExitStack, run_id: str, kinds: dict[str, Serve]) -> None:
    try:
        async with asyncio.timeout(JOIN_SECONDS):
            pipe = await stack.enter_async_context(open_pipe(group_of(run_id)))
    except Exception:  # each layer has exceptions of its own for being gone
        logger.warning("Run %s cannot be reached by other processes", run_id, exc_info=True)
        return
    serving = asyncio.create_task(_serve(pipe, run_id, kinds))
    stack.push_async_callback(_end, serving)


async def _end(serving: asyncio.Task[None]) -> None:
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def _serve(pipe: Pipe, run_id: str, kinds: dict[str, Serve]) -> None:
    """Serve what is wanted until cancelled; sockets that are open then have `LEAVE_SECONDS` to end."""
    sockets: set[asyncio.Task[None]] = set()
    try:
        while True:
            wanted = await pipe.get()
            task = asyncio.create_task(_serve_one(run_id, wanted, kinds[wanted["kind"]]))
            sockets.add(task)
            task.add_done_callback(sockets.discard)
    finally:
        late = (await asyncio.wait(sockets, timeout=LEAVE_SECONDS))[1] if sockets else set()
        for task in late:
            task.cancel()


async def _serve_one(run_id: str, wanted: Message, serve: Serve) -> None:
    """Serve one second socket. What its application raises, the other process raises, and nothing here."""
    try:
        async with open_pipe() as pipe:
            pipe.to = wanted["channel"]
            await pipe.put({"type": "second.taken", "channel": pipe.channel})
            socket = _RemoteSocket(pipe)
            listening = asyncio.create_task(socket.listen())
            scope = cast(Scope, {"type": "websocket", "path": "/", "tell": pipe.put, **wanted["scope"]})
            error = None
            try:
                await serve(run_id, scope, socket.receive, socket.send)
            except Exception as raised:
                error = described(raised)
            finally:
                listening.cancel()
                await pipe.put({"type": "second.done", "error": error})
    except Exception:
        logger.warning("A second socket of run %s has failed", run_id, exc_info=True)


class _RemoteSocket:
    """`receive` and `send` of a socket that another process has. It can be cut like one of this process."""

    def __init__(self, pipe: Pipe) -> None:
        self.transport = self  # `live_demo.middleware.cut` looks for the `abort` of a transport
        self._pipe = pipe
        self._events: asyncio.Queue[Any] = asyncio.Queue()
        self._sends: dict[int, asyncio.Future[None]] = {}
        self._ids = itertools.count(1)
        self._cutting: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Take in what the other process tells, until cancelled."""
        while True:
            message = await self._pipe.get()
            if message["type"] == "second.event":
                self._events.put_nowait(message["event"])
            elif (sent := self._sends.pop(message["id"], None)) and not sent.done():
                _finish(sent, message["error"])

    async def receive(self) -> Any:
        return await self._events.get()

    async def send(self, event: Any) -> None:
        number = next(self._ids)
        sent = self._sends[number] = asyncio.get_running_loop().create_future()
        await self._pipe.put({"type": "second.send", "id": number, "event": event})
        await sent

    def abort(self) -> None:
        """Cut the connection."""
        self._cutting = asyncio.create_task(self._pipe.put({"type": "second.cut"}))


def _finish(sent: "asyncio.Future[None]", error: Message | None) -> None:
    if error:
        sent.set_exception(rebuilt(error))
    else:
        sent.set_result(None)
