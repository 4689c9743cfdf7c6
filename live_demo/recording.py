"""Record the runs that the lessons' own pages show: a real Daphne, a real socket, nothing written by hand."""

import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from live_demo.lab import all_labs
from live_demo.lab_socket import traced_consumer, with_run
from live_demo.live_run import LiveRun
from live_demo.trace import TracePoint


@dataclass(frozen=True, slots=True)
class Script:
    """What the browser's side does in a recorded run: connect, send `message`, close with 1000."""

    lab: str
    reached_by: Sequence[str]
    message: str


@dataclass(slots=True)
class Recorded:
    """The points of a script's run, and why it broke off (empty where it came to its end)."""

    points: list[TracePoint] = field(default_factory=list)
    fault: str = ""
    ended: threading.Event = field(default_factory=threading.Event)


def record(scripts: Mapping[str, Script]) -> dict[str, Recorded]:
    """Run each script on a Daphne of this process; returns what it brought by the scripts' names.

    Call it once in a process: Twisted's reactor does not start twice.
    """
    from daphne.server import Server  # installs Twisted's reactor: only where one is wanted

    recorded = {name: Recorded() for name in scripts}

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        name = scope["path"].strip("/")  # type: ignore[typeddict-item]
        script = scripts[name]
        run = LiveRun(name, script.reached_by, publish=lambda run, points: None)
        try:
            app = traced_consumer(all_labs()[script.lab])
            await app(with_run(scope, run), receive, send)
        finally:
            recorded[name].points = run.recorder.points
            recorded[name].ended.set()

    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(application, endpoints=[f"fd:fileno={listener.fileno()}"], signal_handlers=False)
    port = listener.getsockname()[1]
    threading.Thread(target=_play, args=(port, scripts, recorded, server), daemon=True).start()
    server.run()
    listener.detach()  # Twisted has closed the descriptor
    return recorded


def _play(port: int, scripts: Mapping[str, Script], recorded: Mapping[str, Recorded], server: Any) -> None:
    from twisted.internet import reactor

    try:
        for name, script in scripts.items():
            recorded[name].fault = _play_one(f"ws://127.0.0.1:{port}/{name}/", script)
            if not recorded[name].ended.wait(timeout=5) and not recorded[name].fault:
                recorded[name].fault = "the consumer did not end within 5 seconds of the close"
    finally:
        reactor.callFromThread(server.stop)


def _play_one(url: str, script: Script) -> str:
    """Why the browser's side could not play the script to its end; empty where it could."""
    did = "connect"
    try:
        with connect(url) as websocket:
            did = f"send '{script.message}'"
            websocket.send(script.message)
            did = f"get an answer to '{script.message}'"
            websocket.recv(timeout=5)
            websocket.close(1000)
    except (WebSocketException, OSError) as error:  # a timeout is an OSError
        return f"it could not {did} ({str(error) or type(error).__name__})"
    return ""
