"""Record the runs that the lessons' own pages show: a real Daphne, real sockets, nothing written by hand."""

import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

from lessons.folder.schema import LessonContent
from lessons.script import BrowserSide, ScriptRow
from live_demo.browser_side import play
from live_demo.lab_socket import lab_scope, traced_lab
from live_demo.live_run import LiveRun
from live_demo.trace import TracePoint


@dataclass(frozen=True, slots=True)
class Script:
    """A recorded run: its lab, the event of each step, and what the browser's side does, in full."""

    lab: str
    reached_by: Sequence[str]
    rows: Sequence[ScriptRow]

    @classmethod
    def of(cls, lesson: LessonContent) -> Self:
        reached_by = [step.reached_by for step in lesson.execution.steps]
        return cls(lesson.lab, reached_by, BrowserSide.of(lesson.script, lesson.sample.message).rows)


@dataclass(slots=True)
class Recorded:
    """The points of a script's run, and why it broke off (empty where it came to its end)."""

    points: list[TracePoint] = field(default_factory=list)
    fault: str = ""
    ended: threading.Event = field(default_factory=threading.Event)


def record(scripts: Mapping[str, Script]) -> dict[str, Recorded]:
    """Run each script on a Daphne of this process; returns what it brought by the scripts' names.

    The points are those of the first client's connection. Call it once in a process: Twisted's reactor
    does not start twice.
    """
    from daphne.server import Server  # installs Twisted's reactor: only where one is wanted

    recorded = {name: Recorded() for name in scripts}
    names = list(scripts)

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """At /<number of the script>/<client>/<path of the lab>"""
        number, client, path = scope["path"].lstrip("/").split("/", 2)  # type: ignore[typeddict-item]
        name = names[int(number)]
        run = LiveRun(number, scripts[name].reached_by, publish=lambda run, points: None)
        try:
            await traced_lab(scripts[name].lab)(lab_scope(scope, run, path), receive, send)
        finally:
            if client == "1":
                recorded[name].points = run.recorder.points
                recorded[name].ended.set()

    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(application, endpoints=[f"fd:fileno={listener.fileno()}"], signal_handlers=False)
    address = f"ws://127.0.0.1:{listener.getsockname()[1]}"
    threading.Thread(target=_play_all, args=(address, scripts, recorded, server), daemon=True).start()
    server.run()
    listener.detach()  # Twisted has closed the descriptor
    return recorded


def _play_all(
    address: str, scripts: Mapping[str, Script], recorded: Mapping[str, Recorded], server: Any
) -> None:
    from twisted.internet import reactor

    try:
        for number, (name, script) in enumerate(scripts.items()):
            recorded[name].fault = play(f"{address}/{number}", script.rows)
            if not recorded[name].ended.wait(timeout=5) and not recorded[name].fault:
                recorded[name].fault = "the consumer did not end within 5 seconds of the close"
    finally:
        reactor.callFromThread(server.stop)
