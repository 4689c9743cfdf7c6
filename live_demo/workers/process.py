"""The worker process: the consumers of one run. It has no more of Django than Channels needs.

Tap and line trace run in here. Each trace point is written to the serving process at once, so that the point
of a line is out before that line blocks. Writing blocks until the socket takes the data; nothing else does.
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
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from live_demo.lab import read_consumers
from live_demo.middleware.dispatch import dispatch_directly
from live_demo.middleware.handshake_deadline import handshake_deadline
from live_demo.middleware.tap import tap
from live_demo.trace.line_trace import trace_lines
from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach
from live_demo.workers.django_settings import set_up_django
from live_demo.workers.echo import EchoConsumer, QueryingEchoConsumer
from live_demo.workers.protocol import Message, Unpacker, described, packed, rebuilt


async def work(connection: socket.socket) -> None:
    """Serve one run over `connection`, until the serving process hangs up."""
    await Worker(connection, application).serve()


class Worker:
    """The sockets of one run, by their numbers. `application` makes what serves one, from its opening."""

    def __init__(self, connection: socket.socket, application: "MakeApplication") -> None:
        connection.setblocking(False)
        self._connection = connection
        self._application = application
        self._lock = threading.Lock()  # a synchronous consumer is traced in its own thread
        self._sockets: dict[int, Socket] = {}

    async def serve(self) -> None:
        unpacker = Unpacker()
        while data := await asyncio.get_running_loop().sock_recv(self._connection, 1 << 16):
            for message in unpacker.feed(data):
                self._handle(message)

    def write(self, message: Message) -> None:
        """Write all of `message` before returning, as the next line may block the event loop."""
        data = memoryview(packed(message))
        with self._lock:
            while data:
                try:
                    data = data[self._connection.send(data) :]
                except BlockingIOError:
                    select.select([], [self._connection], [])

    def _handle(self, message: Message) -> None:
        if "ping" in message:  # what the messages before it have made ready runs first
            asyncio.get_running_loop().call_soon(self._answer, message["ping"])
        elif "open" in message:
            number = message["open"]
            self._sockets[number] = Socket(number, self.write, self._application)
            self._sockets[number].start(message)
        elif found := self._sockets.get(message["socket"]):
            found.handle(message)

    def _answer(self, ping: int) -> None:
        with contextlib.suppress(OSError):  # the serving process has hung up, and `serve` is about to see it
            self.write({"pong": ping})


class Socket:
    """One socket: its ASGI application, and the sends that wait for an answer of the serving process."""

    def __init__(self, number: int, write: Callable[[Message], None], application: "MakeApplication") -> None:
        self.number = number
        self._write = write
        self._application = application
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._sends: dict[int, asyncio.Future[None]] = {}
        self._ids = itertools.count(1)
        self._is_over = False

    def start(self, opening: Message) -> None:
        """Run the application that `opening` asks for."""
        self._task = asyncio.create_task(self._run(opening))

    def handle(self, message: Message) -> None:
        """Take an ASGI event, or the outcome of a send."""
        if "event" in message:
            self._events.put_nowait(message["event"])
        elif "answers" in message:
            self._finish_send(self._sends.pop(message["answers"]), message["error"])

    def _finish_send(self, sent: "asyncio.Future[None]", error: Message | None) -> None:
        if sent.done():
            return  # the application has stopped waiting for it
        if error:
            sent.set_exception(rebuilt(error))
        else:
            sent.set_result(None)

    async def _run(self, opening: Message) -> None:
        end: Message | None = None
        try:
            await self._application(opening, self._write)(opening["scope"], self._receive, self._send)
        except Exception as error:
            end = described(error)
        self._is_over = True
        self._write({"socket": self.number, "end": end})

    async def _receive(self) -> Message:
        self._write({"socket": self.number, "receive": True})
        return await self._events.get()

    async def _send(self, event: Message) -> None:
        """Send, and wait for the answer. Raises `RuntimeError` after the application's end."""
        if self._is_over:
            raise RuntimeError(f"{event.get('type')} cannot be sent: this connection is over")
        number = next(self._ids)
        sent = self._sends[number] = asyncio.get_running_loop().create_future()
        self._write({"socket": self.number, "send": event, "id": number})
        await sent


@dataclass(frozen=True, slots=True)
class WorkerRun:
    """The run as the tap knows it. Its points leave one by one, so there is no turn to publish."""

    recorder: Recorder

    def end_turn(self) -> None: ...

    def flush(self) -> None: ...


Application = Callable[[Any, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Any]
MakeApplication = Callable[[Message, Callable[[Message], None]], Application]
"""Makes an application from the message that opens a socket and a function that sends to the server."""


def application(opening: Message, write: Callable[[Message], None]) -> Application:
    """What `opening` asks for: the file of a lab, traced, or the echo where it names no lab.

    `write` sends each trace point to the serving process.
    """
    if not opening["lab"]:
        neighbor = QueryingEchoConsumer if opening["neighbor"] == "query" else EchoConsumer
        return dispatch_directly(neighbor).as_asgi()  # type: ignore[no-any-return]
    for name, value in opening.get("settings", {}).items():
        setattr(settings, name, value)
    module, (consumer, *others) = read_consumers(opening["lab"], opening["file"])
    for each in (consumer, *others):
        dispatch_directly(each)
    app: Any = vars(module).get("application") or consumer.as_asgi()
    app = handshake_deadline(app, seconds=opening["handshake_seconds"])
    for each in (consumer, *others):
        trace_lines(each)

    steps = [Reach(*step) for step in opening["steps"]]

    def on_point() -> None:
        write({"point": recorder.points[-1].as_json()})

    recorder = Recorder(steps, on_point=on_point, start=opening["since"])
    opening["scope"]["run"] = WorkerRun(recorder)
    return tap(app, source_files={inspect.getfile(module)})  # type: ignore[return-value]


def preload() -> None:
    """Import what workers need, the files of all labs included, before they are forked off."""
    import pkgutil

    from live_demo import labs

    set_up_django()
    for module in pkgutil.walk_packages(labs.__path__, f"{labs.__name__}."):
        with contextlib.suppress(Exception):  # one that cannot be imported here fails in its own run
            importlib.import_module(module.name)
    gc.freeze()  # memory is shared with the workers until it is written to, and the collector would write
