"""A sandboxed worker that the self-test asks, one question after the other, without an event loop."""

import json
import select
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from live_demo.sandbox.client import connect
from live_demo.sandbox.own_files import MAIN
from live_demo.workers.client import Connected
from live_demo.workers.protocol import Message, Unpacker, WireError, WireLimits, checked, packed

LIMITS = {"seconds": 5, "cpu_seconds": 2, "memory_bytes": 64 << 20}
SECONDS = 30
"""How long a fork server is waited for."""
WIRE = WireLimits(message_bytes=256 << 10, bytes=16 << 20, messages=20_000)
_PROBE = """
from channels.generic.websocket import AsyncWebsocketConsumer

class Probe(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
        await self.send(text_data=str(probe()))
"""


@dataclass(slots=True)
class Outcome:
    """What a worker said (`text` is what the probe returned), and how it ended, as the fork server tells.

    `begun`: it has accepted its connection, which is the last that it does before the probe.
    """

    sandboxed: dict[str, Any]
    begun: bool = False
    text: str = ""
    fault: str = ""
    status: int | None = None
    overdue: bool = False
    points: list[dict[str, Any]] = field(default_factory=list)


class Probes:
    """A fork server, and the workers that answer probes. Close it by leaving the context.

    `reach` connects to the fork server, to the site's own if not given.
    """

    def __init__(self, reach: Callable[[], Connected] = connect) -> None:
        self._reach = reach

    def __enter__(self) -> Self:
        self._control, self._process = self._reach()
        self._control.settimeout(SECONDS)
        self._text = b""
        self._exited: dict[int, dict[str, Any]] = {}
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()
        if self._process:
            self._process.wait(10)

    def run(self, source: str, *, seconds: float = 20, limits: dict[str, int] = LIMITS) -> Outcome:
        """Run `source`, which defines `probe()`, in a worker of its own; what came of it."""
        return self._asked(_opening({MAIN: source + _PROBE}), limits, seconds)

    def points_of(self, files: Mapping[str, str], limits: dict[str, int]) -> list[dict[str, Any]]:
        """The trace points of a worker that compiles `files` and runs nothing of them."""
        opening = _opening(files) | {"traced": True, "only_compiled": True}
        return self._asked(opening, limits, limits["seconds"]).points

    def _asked(self, opening: Message, limits: dict[str, int], seconds: float) -> Outcome:
        with self.opened(limits) as (pid, connection):
            outcome = Outcome({})
            try:
                _converse(connection, opening, outcome, time.monotonic() + seconds)
            except WireError as error:
                outcome.fault = str(error)
            connection.close()
            self._kill_unless_ended(pid, outcome)
            return outcome

    def opened(self, limits: dict[str, int] = LIMITS) -> "_Opened":
        """A worker that nothing has been said to: its process id, and our end of its connection."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(
                self._control, [json.dumps({"spawn": limits}).encode() + b"\n"], [theirs.fileno()]
            )
        return _Opened(self._next("spawned")["spawned"], ours)

    def ended(self, pid: int) -> dict[str, Any]:
        """How the worker has ended: waits for it. Raises `EOFError` where the fork server is gone."""
        while pid not in self._exited:
            report = self._next("exited")
            self._exited[report["exited"]] = report
        return self._exited[pid]

    def _kill_unless_ended(self, pid: int, outcome: Outcome) -> None:
        if outcome.fault:
            self._control.sendall(json.dumps({"kill": pid}).encode() + b"\n")
        ended = self.ended(pid)
        outcome.status, outcome.overdue = ended["status"], ended["overdue"]

    def _next(self, kind: str) -> dict[str, Any]:
        while True:
            report = self._report()
            if kind in report:
                return report
            if "exited" in report:
                self._exited[report["exited"]] = report

    def _report(self) -> dict[str, Any]:
        while b"\n" not in self._text:
            if not (data := self._control.recv(1 << 16)):
                raise EOFError("the fork server is gone")
            self._text += data
        line, self._text = self._text.split(b"\n", 1)
        report: dict[str, Any] = json.loads(line)
        return report


class _Opened:
    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid, self.connection = pid, connection

    def __enter__(self) -> tuple[int, socket.socket]:
        return self.pid, self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def _converse(connection: socket.socket, opening: Message, outcome: Outcome, deadline: float) -> None:
    """Play the server until the probe has answered, the worker is gone, or it is too late."""
    unpacker = Unpacker(WIRE)
    connection.sendall(packed(opening))
    while (left := deadline - time.monotonic()) > 0 and select.select([connection], [], [], left)[0]:
        try:
            data = connection.recv(1 << 16)
        except ConnectionError:
            return
        if not data:
            return
        for message in unpacker.feed(data):
            if (answer := _answer(checked(message), outcome)) is not None:
                connection.sendall(packed(answer))
            if outcome.text or "end" in message:
                return


def _answer(message: Message, outcome: Outcome) -> Message | None:
    if "sandboxed" in message:
        outcome.sandboxed = message["sandboxed"]
    elif "point" in message:
        outcome.points.append(message["point"])
    elif message.get("end"):
        outcome.text = f"raised {message['end']}"
    elif "receive" in message:
        return {"socket": 0, "event": {"type": "websocket.connect"}}
    elif "send" in message:
        outcome.begun = True
        outcome.text = str(message["send"].get("text") or "")
        return {"socket": 0, "answers": message["id"], "error": None}
    return None


def _opening(files: Mapping[str, str]) -> Message:
    scope = {"type": "websocket", "path": "/", "subprotocols": [], "headers": []}
    return {
        "open": 0,
        "files": dict(files),
        "traced": False,
        "steps": [],
        "since": None,
        "handshake_seconds": 60,
        "scope": scope,
    }
