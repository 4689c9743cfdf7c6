"""The sockets of a what-if: what stands between the real server and the worker."""

from types import SimpleNamespace
from typing import cast

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
)
from channels.db import database_sync_to_async
from django.conf import settings

from live_demo.faults.cutting import cut
from live_demo.faults.nursery_link import NoWorkerError
from live_demo.faults.relay import relay_beside, relay_run
from live_demo.faults.what_ifs import WhatIf, what_ifs_of
from live_demo.limits import limited, site_limits
from live_demo.live_run import LiveRun
from live_demo.models import Run
from live_demo.recorder import Recorder
from live_demo.ticket import run_of
from live_demo.trace import Frame

CUT_PLEASE = "cut this connection, please"
"""The message with which the page asks for the cut; the consumer never gets it."""


def what_if_socket(run: Run) -> ASGI3Application:
    """The lab socket of a run of a what-if."""
    return what_if_app(run.lesson.lab, what_ifs_of(run.lesson.lab)[run.what_if])


def what_if_app(lab: str, what_if: WhatIf) -> ASGI3Application:
    """The lab socket of a what-if: limits -> cut on request -> relay to the worker with the consumer."""

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        live: LiveRun = scope["run"]  # type: ignore[typeddict-item]

        async def receive_or_cut() -> ASGIReceiveEvent:
            event = await receive()
            if event["type"] == "websocket.receive" and event.get("text") == CUT_PLEASE:
                live.recorder.notice("server.cut", {}, Frame("server", "lost", "TCP reset"))
                cut(send)
                return await receive()
            return event

        can_cut = any(step.cut for step in what_if.does.steps)
        await relay_run(live, lab, what_if.file, scope, receive_or_cut if can_cut else receive, send)

    bounded = limited(socket, site_limits(settings.LIVE_DEMO["WORKER_SECONDS"]))

    async def with_worker(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await bounded(scope, receive, send)
        except NoWorkerError as error:
            live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
            live.recorder.notice("worker.missing", {"why": str(error)})
            await receive()
            await send({"type": "websocket.close", "code": 1000, "reason": None})

    return with_worker


async def beside_socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The second, healthy socket of a run, in the run's own worker."""
    run_id = run_of(scope)
    lab = await _lab_of(run_id) if run_id else None

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if not await relay_beside(str(run_id), str(lab), scope, receive, send):
            await receive()
            await send({"type": "websocket.close", "code": 1000, "reason": None})

    if not run_id or not lab:
        await receive()
        await send({"type": "websocket.close", "code": 1000, "reason": None})
        return
    # Nobody looks at this record: that of the run is the lab socket's.
    beside = SimpleNamespace(recorder=Recorder([]), seat=None)
    bounded = limited(socket, site_limits(settings.LIVE_DEMO["WORKER_SECONDS"]))
    await bounded(cast(Scope, {**scope, "path": "/", "run": beside}), receive, send)


@database_sync_to_async
def _lab_of(run_id: str) -> str | None:
    return Run.objects.filter(pk=run_id).exclude(what_if="").values_list("lesson__lab", flat=True).first()
