"""Record the runs that the lessons' own pages show: a real Daphne, a real socket, nothing written by hand."""

import asyncio
import logging
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.security.websocket import AllowedHostsOriginValidator
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from live_demo.faults.origin import refusal
from live_demo.faults.player import play
from live_demo.faults.sockets import what_if_app
from live_demo.faults.what_ifs import WhatIf, what_ifs_of
from live_demo.lab import all_labs
from live_demo.lab_socket import traced_consumer, with_run
from live_demo.live_run import LiveRun
from live_demo.trace import TracePoint


@dataclass(frozen=True, slots=True)
class Script:
    """What the browser's side does in a recorded run: connect, send `message`, close with 1000.

    With a what-if it does what that one says.
    """

    lab: str
    reached_by: Sequence[str]
    message: str
    what_if: WhatIf | None = None


@dataclass(slots=True)
class Recorded:
    """The points of a script's run, and why it broke off (empty where it came to its end).

    `seen` is what the browser's side of a what-if has measured.
    """

    points: list[TracePoint] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    ended: threading.Event = field(default_factory=threading.Event)


def record(scripts: Mapping[str, Script]) -> dict[str, Recorded]:
    """Run each script on a Daphne of this process; returns what it brought by the scripts' names.

    Call it once in a process: Twisted's reactor does not start twice.
    """
    from daphne.server import Server  # installs Twisted's reactor: only where one is wanted

    recorded = {name: Recorded() for name in scripts}

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        name, _, rest = scope["path"].strip("/").partition("/at/")  # type: ignore[typeddict-item]
        script = scripts[name]
        run = LiveRun(name, script.reached_by, publish=lambda run, points: None)
        try:
            if script.what_if:
                app = _what_if_app(script.lab, script.what_if, run)
                scope = cast(Scope, {**scope, "url_route": {"kwargs": {"rest": f"{rest}/" if rest else ""}}})
            else:
                app = traced_consumer(all_labs()[script.lab])
            await app(with_run(scope, run), receive, send)
        finally:
            recorded[name].points = run.recorder.points
            recorded[name].ended.set()

    listener = socket.create_server(("127.0.0.1", 0))
    # What a what-if raises on purpose is in its record, and no fault of the server's.
    logging.getLogger("daphne.server").setLevel(logging.CRITICAL)
    server = Server(application, endpoints=[f"fd:fileno={listener.fileno()}"], signal_handlers=False)
    port = listener.getsockname()[1]
    threading.Thread(target=_play, args=(port, scripts, recorded, server), daemon=True).start()
    server.run()
    listener.detach()  # Twisted has closed the descriptor
    return recorded


def what_if_scripts(by_lab: Mapping[str, Script]) -> dict[str, Script]:
    """A script for each what-if of these labs, with the steps of a lesson that uses the lab."""
    return {
        f"what-if/{lab}/{what_if.name}": replace(script, what_if=what_if)
        for lab, script in by_lab.items()
        for what_if in what_ifs_of(lab).values()
    }


def _play(port: int, scripts: Mapping[str, Script], recorded: Mapping[str, Recorded], server: Any) -> None:
    from twisted.internet import reactor

    try:
        what_ifs = {name: script.what_if for name, script in scripts.items() if script.what_if}
        seen = asyncio.run(_play_what_ifs(f"ws://127.0.0.1:{port}", what_ifs))
        for name, script in scripts.items():
            if name in seen:
                recorded[name].seen = seen[name]
            else:
                recorded[name].fault = _play_one(f"ws://127.0.0.1:{port}/{name}/", script)
            if not recorded[name].ended.wait(timeout=5) and not recorded[name].fault:
                recorded[name].fault = "the consumer did not end within 5 seconds of the close"
    finally:
        reactor.callFromThread(server.stop)


def _what_if_app(lab: str, what_if: WhatIf, run: LiveRun) -> ASGI3Application:
    if not what_if.does.origin:
        return what_if_app(lab, what_if)

    async def refused(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        validator = AllowedHostsOriginValidator(traced_consumer(all_labs()[lab]))
        await validator(scope, receive, send)
        run.recorder.points += refusal(what_if.does.origin)

    return refused


async def _play_what_ifs(server: str, what_ifs: Mapping[str, WhatIf]) -> dict[str, dict[str, Any]]:
    """All of them, some at a time: most only wait."""
    some = asyncio.Semaphore(6)

    async def play_one(name: str, what_if: WhatIf) -> dict[str, Any]:
        async with some:
            return await _play_what_if(f"{server}/{name}/", what_if)

    seen = await asyncio.gather(*(play_one(name, what_if) for name, what_if in what_ifs.items()))
    return dict(zip(what_ifs, seen, strict=True))


async def _play_what_if(url: str, what_if: WhatIf) -> dict[str, Any]:
    does = what_if.does.model_dump(exclude_none=True)
    return await play(f"{url}at/{does['path']}" if does["path"] else url, does, origin="http://127.0.0.1")


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
