"""The lab socket: who may open it, what is around the lab's consumer, and the record that it leaves."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import cast
from uuid import UUID

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone

from lessons.models import Lesson
from live_demo.expect.expecting import Expecting
from live_demo.feeds import feed
from live_demo.handshake_deadline import handshake_deadline
from live_demo.lab import Lab, all_labs
from live_demo.lean import lean
from live_demo.limits import Limits, limited
from live_demo.line_trace import trace_lines
from live_demo.live_run import LiveRun
from live_demo.models import Prediction, Run, Streak
from live_demo.predict.committing import bound_to, grade_by_run
from live_demo.predict.view import PredictedView
from live_demo.run_view import RunView
from live_demo.server_name import server_name
from live_demo.tap import tap
from live_demo.ticket import run_of


def lab_socket_with(find_app: Callable[[str], ASGI3Application]) -> ASGI3Application:
    """The lab socket, around what `find_app` gives for the name of a lab."""

    async def lab_socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run_id = run_of(scope)
        claimed = await _claim(run_id) if run_id else None
        if not run_id or not claimed:
            await receive()
            await send({"type": "websocket.close", "code": 1000, "reason": None})
            return
        lesson, prediction, streak = claimed
        reached_by = [step.reached_by for step in lesson.steps.all()]
        run = LiveRun(run_id, reached_by, feed.publish, RunView.of(lesson))
        if streak:
            run.recorder.expecting = Expecting(streak.now, streak.best)
        if prediction:
            run.view = PredictedView.around(run, prediction)
        try:
            async with feed.hold(run):
                try:
                    await find_app(lesson.lab)(with_run(scope, run), receive, send)
                finally:
                    await _store(run)
        finally:
            await feed.end(run_id)

    return lab_socket


def with_run(scope: Scope, run: LiveRun) -> Scope:
    """The scope as the tap wants it. A scope is copied, never changed: others hold it, too."""
    return cast(Scope, {**scope, "run": run})


@cache
def traced_lab(name: str) -> ASGI3Application:
    """The consumer of a lab with everything around it, from the outside in."""
    return traced_consumer(all_labs()[name])


def traced_consumer(lab: Lab, *, lines: bool = True) -> ASGI3Application:
    """limits -> tap -> handshake deadline -> consumer; the consumer's own file is as it was written."""
    if lines:
        trace_lines(lab.consumer)
    consumer = lean(lab.consumer).as_asgi()
    bounded = handshake_deadline(consumer, seconds=settings.LIVE_DEMO["HANDSHAKE_SECONDS"])
    return limited(tap(bounded, source_file=inspect.getfile(lab.consumer)), _limits())


lab_socket = lab_socket_with(traced_lab)
"""One run of a lab: the run check, then the traced consumer, then the stored record."""


def _limits() -> Limits:
    values = settings.LIVE_DEMO
    return Limits(
        message_bytes=values["MAX_MESSAGE_BYTES"],
        messages=values["MAX_MESSAGES"],
        messages_per_second=values["MAX_MESSAGES_PER_SECOND"],
        seconds=values["MAX_SECONDS"],
    )


@database_sync_to_async
def _claim(run_id: str) -> tuple[Lesson, Prediction | None, Streak | None] | None:
    """The run's lesson, with its steps and variables, the prediction that it grades, its learner's streak.

    None where the run can not be opened (again).
    """
    if not Run.objects.claim(run_id):
        return None
    lesson = Lesson.objects.prefetch_related("steps", "variables").get(runs=UUID(run_id))
    return lesson, bound_to(run_id), Streak.objects.filter(learner__runs=UUID(run_id)).first()


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
