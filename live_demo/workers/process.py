"""The worker: one run's consumers, in a process of their own. It has no more of Django than Channels needs.

Tap and line trace are in here. Each trace point is written to the wire at once, so that the point before
a line that blocks is out before it blocks. Writing waits for room on the wire; nothing else here does.
"""

import asyncio
import contextlib
import gc
import importlib
import inspect
import itertools
import select
import socket
import threading
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

from live_demo.lab import read_consumers
from live_demo.middleware.dispatch import dispatch_directly
from live_demo.middleware.handshake_deadline import handshake_deadline
from live_demo.middleware.tap import tap
from live_demo.trace.line_trace import trace_lines
from live_demo.trace.recorder import Recorder
from live_demo.workers.echo import EchoConsumer
from live_demo.workers.protocol import Message, Unpacker, described, packed, rebuilt


async def work(connection: socket.socket) -> None:
    """Serve one run over `connection`, until the serving process hangs up."""
    await Worker(connection).serve()


class Worker:
    """The sockets of one run, by their numbers."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._lock = threading.Lock()  # a synchronous consumer is traced in its thread
        self._sockets: dict[int, Socket] = {}

    async def serve(self) -> None:
        unpacker = Unpacker()
        while data := await asyncio.get_running_loop().sock_recv(self._connection, 1 << 16):
            for message in unpacker.feed(data):
                self._handle(message)

    def write(self, message: Message) -> None:
        """Write all of `message` now, whatever the event loop is about to be kept from."""
        data = memoryview(packed(message))
        with self._lock:
            while data:
                try:
                    data = data[self._connection.send(data) :]
                except BlockingIOError:
                    select.select([], [self._connection], [])

    def _handle(self, message: Message) -> None:
        if "ping" in message:
            self.write({"pong": message["ping"]})
        elif "open" in message:
            number = message["open"]
            self._sockets[number] = Socket(number, self.write)
            self._sockets[number].start(message)
        elif found := self._sockets.get(message["socket"]):
            found.handle(message)


class Socket:
    """One socket: the ASGI application behind it, and what it waits for from the serving process."""

    def __init__(self, number: int, write: Callable[[Message], None]) -> None:
        self.number = number
        self._write = write
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: dict[int, asyncio.Future[None]] = {}
        self._ids = itertools.count(1)

    def start(self, opening: Message) -> None:
        self._task = asyncio.create_task(self._run(opening))

    def handle(self, message: Message) -> None:
        if "event" in message:
            self._events.put_nowait(message["event"])
        elif "answers" in message:
            answer = self._answers.pop(message["answers"])
            if answer.done():
                return
            if message["error"]:
                answer.set_exception(rebuilt(message["error"]))
            else:
                answer.set_result(None)

    async def _run(self, opening: Message) -> None:
        end: Message | None = None
        try:
            await application(opening, self._write)(opening["scope"], self._receive, self._send)
        except Exception as error:
            end = described(error)
        self._write({"socket": self.number, "end": end})

    async def _receive(self) -> Message:
        self._write({"socket": self.number, "receive": True})
        return await self._events.get()

    async def _send(self, event: Message) -> None:
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._write({"socket": self.number, "send": event, "id": number})
        await answer


Application = Callable[[Any, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Any]


def application(opening: Message, write: Callable[[Message], None]) -> Application:
    """What `opening` asks for: a lab's file, traced, or the healthy socket where it names none."""
    if not opening["lab"]:
        dispatch_directly(EchoConsumer)
        return EchoConsumer.as_asgi()  # type: ignore[no-any-return]
    module, (consumer, *others) = read_consumers(opening["lab"], opening["file"])
    for each in (consumer, *others):
        dispatch_directly(each)
    app: Any = vars(module).get("application") or consumer.as_asgi()
    app = handshake_deadline(app, seconds=opening["handshake_seconds"])
    for each in (consumer, *others):
        trace_lines(each)

    def on_point() -> None:
        write({"point": recorder.points[-1].as_json()})

    recorder = Recorder(opening["reached_by"], on_point=on_point, start=opening["since"])
    opening["scope"]["run"] = SimpleNamespace(
        recorder=recorder, end_turn=lambda: None, flush=lambda: None
    )  # what the tap wants of a run
    return tap(app, source_file=inspect.getfile(module))  # type: ignore[return-value]


def preload() -> None:
    """Import what a worker needs, all labs' files among it, before it is forked off."""
    import pkgutil
    import secrets

    import django
    from django.conf import settings

    from live_demo import labs

    # No database, and no session of anybody: to a lab that asks who it is, the visitor is a guest. The key
    # signs nothing that leaves the worker, and the Origin has been checked before the worker is asked.
    settings.configure(
        CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        SECRET_KEY=secrets.token_hex(),
        ALLOWED_HOSTS=["*"],
    )
    django.setup()
    for module in pkgutil.walk_packages(labs.__path__, f"{labs.__name__}."):
        with contextlib.suppress(Exception):  # one that cannot be imported here fails in its own run
            importlib.import_module(module.name)
    gc.freeze()  # shared with every worker as long as nobody writes into it
