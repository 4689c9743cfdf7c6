"""The lab socket: who may open it, what is around the lab's consumer, and the record that it leaves."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, cast
from uuid import UUID

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone

from live_demo.expect.expecting import Expecting
from live_demo.expect.models import Streak
from live_demo.feed.current import feed
from live_demo.lab import Lab, all_labs, lab_settings
from live_demo.middleware.cut import cuttable
from live_demo.middleware.dispatch import lean
from live_demo.middleware.handshake_deadline import handshake_deadline
from live_demo.middleware.limits import limited, site_limits
from live_demo.middleware.server_errors import with_own_answer
from live_demo.middleware.server_name import server_name
from live_demo.middleware.tap import tap
from live_demo.predict.committing import bound_to, grade_by_run
from live_demo.predict.models import Prediction
from live_demo.predict.view import PredictedView
from live_demo.rooms.boards import boards
from live_demo.rooms.own_groups import keep_groups_apart
from live_demo.rooms.seats import Seat, seat_of
from live_demo.runs.models import Run
from live_demo.runs.shown import view_of
from live_demo.runs.ticket import run_of
from live_demo.sockets.what_if import what_if_socket
from live_demo.trace.line_trace import trace_lines
from live_demo.trace.live_run import LiveRun


class Claimed(NamedTuple):
    """A run, the prediction that it grades, its learner's streak, and its seat in a room."""

    run: Run
    prediction: Prediction | None
    streak: Streak | None
    seat: Seat | None


def lab_socket_with(find_app: Callable[[str], ASGI3Application]) -> ASGI3Application:
    """The lab socket, around what `find_app` gives for the name of a lab."""

    async def lab_socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run_id = run_of(scope)
        claimed = await _claim(run_id) if run_id else None
        if not run_id or not claimed:
            await refuse(receive, send)
            return
        found, prediction, streak, seat = claimed
        lesson = found.lesson
        reached_by = [step.reached_by for step in lesson.steps.all()]
        run = LiveRun(run_id, reached_by, feed.publish, view_of(found))
        run.seat = seat
        if streak:
            run.recorder.expecting = Expecting(streak.now, streak.best)
        if prediction:
            run.view = PredictedView.around(run, prediction)
        app = with_own_answer(what_if_socket(found) if found.what_if else find_app(lesson.lab))
        try:
            async with feed.hold(run), boards.open(seat, run):
                try:
                    await app(lab_scope(scope, run, _path_after(scope)), receive, send)
                finally:
                    await _store(run)
        finally:
            await feed.end(run_id)

    lab_socket._path_routing = True  # type: ignore[attr-defined]  # what follows the ticket is the lab's path
    return lab_socket


def lab_scope(scope: Scope, run: LiveRun, path: str) -> Scope:
    """The scope as the tap and the lab want it: as if the lab were a site of its own, asked for `path`.

    A scope is copied, never changed: others hold it, too. Its route is that of a room, not ours: the ticket
    in ours is no learner's business.
    """
    kept = {key: value for key, value in scope.items() if key not in ("path_remaining", "url_route")}
    room = {"url_route": {"args": (), "kwargs": {"room": run.seat.code}}} if run.seat else {}
    return cast(Scope, {**kept, **room, "path": f"/{path}", "raw_path": f"/{path}".encode(), "run": run})


def _path_after(scope: Scope) -> str:
    """What stands after the ticket in the address of a lab socket."""
    return str(scope.get("path_remaining", ""))


@cache
def traced_lab(name: str) -> ASGI3Application:
    """The consumer of a lab with everything around it, from the outside in."""
    return traced_consumer(all_labs()[name])


def traced_consumer(lab: Lab, *, lines: bool = True) -> ASGI3Application:
    """limits -> cut on request -> tap -> handshake deadline -> consumer; its file is as it was written."""
    for consumer in (lab.consumer, *lab.others):
        if lines:
            trace_lines(consumer)
        lean(consumer)
        keep_groups_apart(consumer)
    application = lab.application or lab.consumer.as_asgi()
    bounded = handshake_deadline(application, seconds=settings.LIVE_DEMO["HANDSHAKE_SECONDS"])
    tapped = tap(bounded, source_file=inspect.getfile(lab.consumer))
    if lab_settings(lab.name).cut:
        tapped = cuttable(tapped)
    return limited(tapped, site_limits(settings.LIVE_DEMO["MAX_SECONDS"]))


lab_socket = lab_socket_with(traced_lab)
"""One run of a lab: the run check, then the traced consumer, then the stored record."""


async def refuse(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer the handshake with 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1000, "reason": None})


@database_sync_to_async
def _claim(run_id: str) -> Claimed | None:
    """What belongs to the run; its lesson comes with its steps and variables.

    None where the run cannot be opened (again).
    """
    seat = seat_of(run_id)
    if (seat and not seat.is_open) or not Run.objects.claim(run_id):
        return None
    runs = Run.objects.select_related("lesson", "diagnosis")
    run = runs.prefetch_related("lesson__steps", "lesson__variables").get(pk=UUID(run_id))
    streak = Streak.objects.filter(learner__runs=UUID(run_id)).first()
    return Claimed(run, bound_to(run_id), streak, seat)


@database_sync_to_async
def _store(run: LiveRun) -> None:
    Run.objects.filter(pk=run.id).update(
        ended_at=timezone.now(),
        server=server_name(),
        trace=[point.as_json() for point in run.recorder.points],
    )
    grade_by_run(run.id, run.recorder.points)
    if outcomes := run.recorder.expecting.outcomes:
        Streak.objects.keep(Run.objects.values_list("learner", flat=True).get(pk=run.id), outcomes)
