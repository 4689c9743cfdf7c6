"""Record the runs that the lessons' own pages show: a real Daphne, real sockets, nothing written by hand."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter_ns
from typing import Any, Self

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

from lessons.folder.schema import LessonContent
from lessons.script.browser_side import BrowserSide
from lessons.script.language import ScriptRow
from live_demo.middleware.server_errors import with_server_response
from live_demo.record.player import Played, play
from live_demo.record.replies import CountedRun, Replies
from live_demo.sockets.lab import lab_scope, traced_lab
from live_demo.sockets.origin import refusal
from live_demo.sockets.what_if import serve_neighbor, serve_reconnect, what_if_app
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import TracePoint, disorder
from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach
from live_demo.what_if_definitions import WhatIf, what_ifs_of

END_SECONDS = 20
"""How long a consumer may go on after the close. Daphne cancels it after 10 to 12 s."""
_PATIENCE: Mapping[str, Any] = {"websocket_handshake_timeout": 20, "websocket_connect_timeout": 20}
"""Timeouts with which the server of this site is started (`tutorial.serve.with_daphne`)."""
_SECOND = {"reconnect": serve_reconnect, "neighbor": serve_neighbor}


@dataclass(frozen=True, slots=True)
class Script:
    """A recorded run: its lab, what reaches each step, and what the browser's side does.

    `finds_awaits`: the script only sends, and the run finds out what it awaits (`live_demo.record.replies`).
    """

    lab: str
    steps: Sequence[Reach]
    does: BrowserSide
    what_if: WhatIf | None = None
    finds_awaits: bool = False

    @classmethod
    def of(cls, lesson: LessonContent) -> Self:
        steps = [Reach(step.reached_by, step.sent_by) for step in lesson.execution.steps]
        return cls(lesson.lab, steps, BrowserSide.of(lesson.script, lesson.sample.message))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `as_data`, for a lesson."""
        rows = [ScriptRow.model_validate(row) for row in data["rows"]]
        steps = [Reach(*step) for step in data["steps"]]
        return cls(data["lab"], steps, BrowserSide(rows), finds_awaits=data["finds_awaits"])

    def as_data(self) -> dict[str, Any]:
        """The script of a lesson as JSON can hold it."""
        steps = [list(step) for step in self.steps]
        rows = self.does.as_data()
        return {"lab": self.lab, "steps": steps, "rows": rows, "finds_awaits": self.finds_awaits}


@dataclass(slots=True)
class Recorded:
    """The points of a script's run, and why it broke off (empty where it came to its end).

    `report` is what the browser's side of a what-if has measured. `rows` are the rows that were played.
    """

    points: list[TracePoint] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    rows: Sequence[ScriptRow] = ()
    run: CountedRun | None = None
    ended: threading.Event = field(default_factory=threading.Event)


def record(
    scripts: Mapping[str, Script], on_step: Callable[[int], None] = lambda step: None
) -> dict[str, Recorded]:
    """Run each script on a Daphne of this process; returns what it brought by the scripts' names.

    The points are those of the first client's first connection. `on_step` gets the number of each step
    that it reaches, at once, in the event loop. Call it once in a process: Twisted's reactor
    does not start twice.
    """
    from daphne.server import Server  # installs Twisted's reactor: only where one is wanted

    recorded = {name: Recorded() for name in scripts}
    names = list(scripts)

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Serve /<number of the script>/<client>/<path of the lab>."""
        number, client, path = scope["path"].lstrip("/").split("/", 2)  # type: ignore[typeddict-item]
        if client in _SECOND:
            await _SECOND[client](number, scope, receive, send)
            return
        name = names[int(number)]
        script = scripts[name]
        run = CountedRun(
            number, Recorder(script.steps), publish=_notifier(on_step) if client == "1" else lambda *_: None
        )
        if client == "1":
            recorded[name].run = recorded[name].run or run
        app = _app(script, run)
        try:
            await with_server_response(app)(lab_scope(scope, run, path), receive, send)
        finally:
            if client == "1" and not recorded[name].ended.is_set():
                recorded[name].points = run.recorder.points
                recorded[name].ended.set()

    listener = socket.create_server(("127.0.0.1", 0))
    # What a what-if raises on purpose is in its record, and no fault of the server's.
    logging.getLogger("daphne.server").setLevel(logging.CRITICAL)
    server = Server(
        application, endpoints=[f"fd:fileno={listener.fileno()}"], signal_handlers=False, **_PATIENCE
    )
    address = f"ws://127.0.0.1:{listener.getsockname()[1]}"
    threading.Thread(target=_play_all, args=(address, scripts, recorded, server), daemon=True).start()
    server.run()
    listener.detach()  # Twisted has closed the descriptor
    return recorded


def _notifier(on_step: Callable[[int], None]) -> Callable[[LiveRun, list[TracePoint]], None]:
    def publish(run: LiveRun, points: list[TracePoint]) -> None:
        for point in points:
            if point.step:
                on_step(point.step)

    return publish


def what_if_scripts(by_lab: Mapping[str, Script]) -> dict[str, Script]:
    """A script for each what-if of these labs, with the steps of a lesson that uses the lab."""
    return {
        f"what-if/{lab}/{what_if.name}": replace(script, does=what_if.does, what_if=what_if)
        for lab, script in by_lab.items()
        for what_if in what_ifs_of(lab).values()
    }


def _play_all(
    address: str, scripts: Mapping[str, Script], recorded: Mapping[str, Recorded], server: Any
) -> None:
    from twisted.internet import reactor

    async def play_all() -> None:
        """The what-ifs some at a time, as most only wait; then the lessons, each alone."""
        what_ifs = [name for name, script in scripts.items() if script.what_if]
        some = asyncio.Semaphore(4)
        await asyncio.gather(*(play_one(name, some) for name in what_ifs))
        for name in [name for name in scripts if name not in what_ifs]:
            await play_one(name, some)

    async def play_one(name: str, some: asyncio.Semaphore) -> None:
        run = recorded[name]
        async with some:
            played = await _play(f"{address}/{list(scripts).index(name)}", scripts[name], run)
            run.report, run.fault, run.rows = played.reports.get(1, {}), played.fault, played.rows
            if not await asyncio.to_thread(run.ended.wait, END_SECONDS) and not run.fault:
                run.fault = f"the consumer did not end within {END_SECONDS} seconds of the close"
            run.fault = run.fault or disorder(run.points)

    try:
        asyncio.run(play_all())
    finally:
        reactor.callFromThread(server.stop)


async def _play(address: str, script: Script, recorded: Recorded) -> Played:
    def where(row: ScriptRow, comes_back: bool) -> str:
        if comes_back and script.what_if:
            return f"{address}/reconnect/"
        return f"{address}/{row.client}/{row.path or ''}"

    return await play(
        script.does.rows,
        where,
        headers={"Origin": _own_origin()},
        as_page=script.what_if is not None,
        neighbor=f"{address}/neighbor/" if script.what_if and script.what_if.neighbor else "",
        afterwards=Replies(lambda: recorded.run, recorded.ended.is_set).await_all
        if script.finds_awaits
        else None,
    )


def _own_origin() -> str:
    """What a browser writes for a page of this site."""
    host = settings.ALLOWED_HOSTS[0].removeprefix(".")
    return f"https://{'localhost' if host == '*' else host}"


def _app(script: Script, run: LiveRun) -> ASGI3Application:
    if script.what_if:
        return _what_if_app(script.lab, script.what_if, run)
    return traced_lab(script.lab)


def _what_if_app(lab: str, what_if: WhatIf, run: LiveRun) -> ASGI3Application:
    origin = what_if.does.opening.origin
    if not origin:
        return what_if_app(lab, what_if)

    async def refused(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        arrived = perf_counter_ns()
        validator = AllowedHostsOriginValidator(traced_lab(lab))
        await validator(scope, receive, send)
        run.recorder.points += refusal(origin, arrived, perf_counter_ns())

    return refused
