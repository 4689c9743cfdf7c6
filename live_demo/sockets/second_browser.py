"""Browser B of a run of own code whose worker belongs to another process: served there, recorded here.

Besides the events of the socket, that process sends each trace point: {"type": "second.told", "point": …}.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings

from live_demo.sandbox.points import point_of
from live_demo.sandbox.relay import opening_of, relay_for
from live_demo.sandbox.shared import is_here
from live_demo.sockets.pipe import Message
from live_demo.sockets.remote_client import served_remotely
from live_demo.trace.live_run import LiveRun
from live_demo.workers.handle import WorkerDiedError

SECOND_BROWSER = "second_browser"
"""The kind of this second socket."""


async def served_by_first_run(
    live: LiveRun,
    files: Mapping[str, str],
    scope: Scope,
    receive: ASGIReceiveCallable,
    send: ASGISendCallable,
) -> bool:
    """Have browser B's socket served by the process that runs A's code. False if it is this one or none."""
    if not live.first_run or is_here(live.first_run):
        return False
    known = cast(Any, scope)
    live.recorder.begin()  # what is told counts from the beginning there: now, but for the way
    also = {
        "run": live.id,
        "files": dict(files),
        "steps": [list(step) for step in live.recorder.steps],
        "path": known["path"],
        "query_string": known.get("query_string", b""),
    }

    def on_told(message: Message) -> None:
        live.recorder.adopt(point_of(message["point"]))

    seconds = settings.OWN_CODE["SECONDS"]
    try:
        return await served_remotely(
            live.first_run, SECOND_BROWSER, scope, receive, send, also=also, on_told=on_told, seconds=seconds
        )
    except Exception as error:
        if type(error).__name__ == WorkerDiedError.__name__:
            live.recorder.notice("worker.died", {"how": str(error)})
        raise


async def serve_second_browser(
    run_id: str, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Serve browser B of another process in the worker of the run `run_id` of this one."""
    known = cast(Any, scope)
    points: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    telling = asyncio.create_task(_send_points(points, known["tell"]))
    opening = opening_of(known["files"], scope, steps=known["steps"])  # it counts from its own opening
    try:
        await relay_for(known["run"], run_id, opening, points.put_nowait, receive, send)
    finally:
        points.put_nowait(None)
        await telling


async def _send_points(points: "asyncio.Queue[dict[str, Any] | None]", tell: Any) -> None:
    while (point := await points.get()) is not None:
        await tell({"type": "second.told", "point": point})
