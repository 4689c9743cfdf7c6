"""The sockets of a what-if: lab socket, neighbor and second connection, each with limits around its relay."""

from typing import cast

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    Scope,
)
from django.conf import settings

from live_demo.lab_settings import lab_settings
from live_demo.middleware.cut import cuttable
from live_demo.middleware.limits import limited, site_limits
from live_demo.middleware.server_deadline import server_deadline
from live_demo.runs.models import Run
from live_demo.runs.ticket import run_of_holder
from live_demo.sockets.refuse import refuse
from live_demo.sockets.remote_client import served_remotely
from live_demo.sockets.remote_server import Serve, reachable
from live_demo.trace.live_run import LiveRun
from live_demo.trace.recorder import Recorder
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.workers.client import NoWorkerError
from live_demo.workers.pool import workers
from live_demo.workers.relay import relay_neighbor, relay_reconnect, relay_run


def what_if_socket(run: Run) -> ASGI3Application:
    """The lab socket of a run of a what-if."""
    return what_if_app(run.lesson.lab, what_ifs_of(run.lesson.lab)[run.what_if])


def what_if_app(lab: str, what_if: WhatIf) -> ASGI3Application:
    """The lab socket of a what-if. From the outside in: limits, cut on request, relay to the worker.

    Where no worker is free the handshake is refused, and the record says why.
    """

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        await relay_run(live, lab, what_if.file, scope, receive, send, what_if.setup)

    can_cut = lab_settings(lab).cut or what_if.does.cuts
    inner: ASGI3Application = cuttable(socket) if can_cut else socket
    bounded = _bounded(server_deadline(inner) if what_if.deadline == "server" else inner)

    async def with_worker(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        try:
            async with reachable(live.id, {"neighbor": serve_neighbor, "reconnect": serve_reconnect}):
                await bounded(scope, receive, send)
        except NoWorkerError as error:
            live.recorder.notice("worker.missing", {"why": str(error)})
            await refuse(receive, send)

    return with_worker


async def serve_neighbor(
    run_id: str, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """An echo in the worker of the run `run_id`: it answers as long as that worker does."""

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if not await relay_neighbor(run_id, scope, receive, send):
            await refuse(receive, send)

    # The limits need a run. Its record is thrown away: that of the run is the lab socket's.
    unwatched = LiveRun(run_id, Recorder([]), publish=lambda run, points: None)
    await _bounded(socket)(cast(Scope, {**scope, "path": "/", "run": unwatched}), receive, send)


async def serve_reconnect(
    run_id: str, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """The second connection of the run `run_id`; refused where that run waits for none."""
    reconnect = workers.awaited_reconnect(run_id)
    if reconnect is None:
        await refuse(receive, send)
        return

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await relay_reconnect(reconnect, scope, receive, send)

    scope = cast(Scope, {**scope, "path": "/", "run": reconnect.run})
    await _bounded(cuttable(socket))(scope, receive, send)


def _second_socket(kind: str, serve: Serve) -> ASGI3Application:
    """A second socket of a run: `serve` serves it where the run is, as `kind` if that is another process."""

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run_id = run_of_holder(scope)
        if not run_id:
            await refuse(receive, send)
        elif run_id in workers.by_run or not await served_remotely(run_id, kind, scope, receive, send):
            await serve(run_id, scope, receive, send)

    return socket


neighbor_socket = _second_socket("neighbor", serve_neighbor)
"""An echo in the worker of a run, in whatever process that is."""
reconnect_socket = _second_socket("reconnect", serve_reconnect)
"""The second connection of a run whose first was cut, in whatever process that run is."""


def _bounded(app: ASGI3Application) -> ASGI3Application:
    return limited(app, site_limits(settings.LIVE_DEMO["WORKER_SECONDS"]))
