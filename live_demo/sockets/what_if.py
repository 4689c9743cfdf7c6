"""The sockets of a what-if: what stands between the real server and the worker."""

import asyncio
from types import SimpleNamespace
from typing import cast

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    Scope,
)
from django.conf import settings

from live_demo.lab import lab_settings
from live_demo.middleware.cut import cuttable
from live_demo.middleware.limits import limited, site_limits
from live_demo.runs.models import Run
from live_demo.runs.ticket import run_of
from live_demo.trace.live_run import LiveRun
from live_demo.trace.recorder import Recorder
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.workers.client import NoWorkerError
from live_demo.workers.relay import awaited, relay_beside, relay_run


def what_if_socket(run: Run) -> ASGI3Application:
    """The lab socket of a run of a what-if."""
    return what_if_app(run.lesson.lab, what_ifs_of(run.lesson.lab)[run.what_if])


def what_if_app(lab: str, what_if: WhatIf) -> ASGI3Application:
    """The lab socket of a what-if: limits -> cut on request -> relay to the worker with the consumer."""

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        await relay_run(live, lab, what_if.file, scope, receive, send)

    can_cut = lab_settings(lab).cut or any(step.cut for step in what_if.does.steps)
    bounded = _bounded(cuttable(socket) if can_cut else socket)

    async def with_worker(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await bounded(scope, receive, send)
        except NoWorkerError as error:
            live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
            live.recorder.notice("worker.missing", {"why": str(error)})
            await _refuse(receive, send)

    return with_worker


async def beside_socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The second, healthy socket of a run, in the run's own worker."""
    run_id = run_of(scope)

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if not await relay_beside(str(run_id), scope, receive, send):
            await _refuse(receive, send)

    if not run_id:
        await _refuse(receive, send)
        return
    # Nobody looks at this record: that of the run is the lab socket's.
    never = asyncio.get_running_loop().create_future()
    beside = SimpleNamespace(recorder=Recorder([]), seat=None, dismissed=never)
    await _bounded(socket)(cast(Scope, {**scope, "path": "/", "run": beside}), receive, send)


async def again_socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The second connection of a run whose first was cut. A process that has no such run refuses it."""
    await serve_return(run_of(scope), scope, receive, send)


async def serve_return(
    run_id: str | None, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """The same for a run whose id is known."""
    back = awaited.get(run_id or "")
    if back is None or not back.run.will_reconnect or back.has_come:
        await _refuse(receive, send)
        return
    scope = cast(Scope, {**scope, "path": "/", "run": back.run})
    await _bounded(cuttable(back.serve))(scope, receive, send)


def _bounded(app: ASGI3Application) -> ASGI3Application:
    return limited(app, site_limits(settings.LIVE_DEMO["WORKER_SECONDS"]))


async def _refuse(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1000, "reason": None})
