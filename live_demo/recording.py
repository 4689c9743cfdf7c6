"""Record the runs that the lessons' own pages show: a real Daphne, a real socket, nothing written by hand."""

import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
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


def record(scripts: Mapping[str, Script]) -> dict[str, list[TracePoint]]:
    """Run each script on a Daphne of this process; returns the points by the scripts' names.

    Call it once in a process: Twisted's reactor does not start twice.
    """
    from daphne.server import Server  # installs Twisted's reactor: only where one is wanted

    recorded: dict[str, list[TracePoint]] = {}
    stored = threading.Semaphore(0)

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        name = scope["path"].strip("/")  # type: ignore[typeddict-item]
        script = scripts[name]
        run = LiveRun(name, script.reached_by, publish=lambda run, points: None)
        try:
            app = traced_consumer(all_labs()[script.lab])
            await app(with_run(scope, run), receive, send)
        finally:
            recorded[name] = run.recorder.points
            stored.release()

    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(application, endpoints=[f"fd:fileno={listener.fileno()}"], signal_handlers=False)
    port = listener.getsockname()[1]
    threading.Thread(target=_play, args=(port, scripts, stored, server), daemon=True).start()
    server.run()
    listener.detach()  # Twisted has closed the descriptor
    return recorded


def _play(port: int, scripts: Mapping[str, Script], stored: threading.Semaphore, server: Any) -> None:
    from twisted.internet import reactor

    try:
        for name, script in scripts.items():
            with connect(f"ws://127.0.0.1:{port}/{name}/") as websocket:
                websocket.send(script.message)
                websocket.recv(timeout=5)
                websocket.close(1000)
            if not stored.acquire(timeout=5):
                raise TimeoutError(f"{name}: the run did not end")
    finally:
        reactor.callFromThread(server.stop)
