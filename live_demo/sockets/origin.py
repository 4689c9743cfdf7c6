"""The Origin check of every socket. For a what-if about the Origin, it also records what it refuses."""

from time import perf_counter_ns
from typing import Any, cast

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from channels.db import database_sync_to_async
from channels.security.websocket import AllowedHostsOriginValidator
from django.db import transaction
from django.utils import timezone

from live_demo.feed.current import feed
from live_demo.middleware.server_name import server_name
from live_demo.runs.models import Run
from live_demo.runs.ticket import run_named_by
from live_demo.trace.point import Frame, TracePoint
from live_demo.trace.recorder import Recorder
from live_demo.trace.stored import stored
from live_demo.what_if_definitions import what_ifs_of

_LAB = "/ws/lab/"


def origin_checked(application: Any) -> Any:
    """`application` behind `AllowedHostsOriginValidator`, which answers a foreign Origin with 403."""

    async def passed_on(scope: Any, receive: Any, send: Any) -> None:
        scope["origin_check"].append("passed")
        await application(scope, receive, send)

    validator = AllowedHostsOriginValidator(passed_on)

    async def checked(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        passed: list[str] = []
        arrived = perf_counter_ns()
        await validator({**scope, "origin_check": passed}, receive, send)
        if not passed and (run_id := _run_named_in(scope)):
            refused = perf_counter_ns()
            origin = dict(cast(Any, scope)["headers"]).get(b"origin", b"missing").decode("latin1")[:80]
            if await _record(run_id, refusal(origin, arrived, refused)):
                await feed.end(run_id)

    return checked


def _run_named_in(scope: Scope) -> str | None:
    """The run whose ticket is in the address. A foreign page sends no cookie, so none is looked at."""
    path = cast(Any, scope)["path"]
    return run_named_by(path.removeprefix(_LAB).split("/")[0]) if path.startswith(_LAB) else None


def refusal(origin: str, arrived: int, refused: int) -> list[TracePoint]:
    """The whole record of a run whose Origin is refused.

    `arrived` and `refused` are times in nanoseconds of one clock.
    """
    recorder = Recorder([], clock=iter((arrived, refused)).__next__, start=arrived)
    recorder.notice("origin.asked", {}, Frame("server", "upgrade", f"GET /ws/lab/… Origin: {origin}"))
    recorder.notice(
        "origin.refused", {"origin": origin}, Frame("browser", "refuse", "403 Forbidden", code=403)
    )
    return recorder.points


@database_sync_to_async
@transaction.atomic
def _record(run_id: str, points: list[TracePoint]) -> bool:
    """Store the refusal as the record of the run. False where its what-if is not about the Origin."""
    run = Run.objects.select_related("lesson").filter(pk=run_id, opened_at=None).first()
    what_if = what_ifs_of(run.lesson.lab).get(run.what_if) if run else None
    if not run or not what_if or not what_if.does.opening.origin or not Run.objects.claim(run_id):
        return False
    run.ended_at, run.server = timezone.now(), server_name()
    run.trace = stored(points)
    run.save(update_fields=["ended_at", "server", "trace"])
    return True
