"""The lab socket: who may open it, what is around the lab's consumer, and the record that it leaves."""

import inspect
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import transaction

from lessons.network_limits import hashed, network_in
from lessons.refused import RefusedError
from live_demo.expect.expecting import Expecting
from live_demo.expect.models import Streak
from live_demo.feed.current import feed
from live_demo.lab import Lab, all_labs
from live_demo.lab_settings import lab_settings
from live_demo.middleware.cut import cuttable
from live_demo.middleware.dispatch import dispatch_directly
from live_demo.middleware.handshake_deadline import handshake_deadline
from live_demo.middleware.limits import limited, site_limits
from live_demo.middleware.server_errors import with_server_response
from live_demo.middleware.tap import tap
from live_demo.predict.committing import bound_to
from live_demo.predict.models import Prediction
from live_demo.predict.predicted_view import PredictedView
from live_demo.rooms.entering import check_sockets_of
from live_demo.rooms.open_rooms import open_rooms
from live_demo.rooms.own_groups import keep_groups_apart
from live_demo.rooms.seats import Seat, seat_of
from live_demo.runs.admission import may_run
from live_demo.runs.models import Run
from live_demo.runs.opening import open_run
from live_demo.runs.shown import view_of
from live_demo.runs.ticket import run_of_holder, run_of_terminal
from live_demo.sockets.own_code import own_code_socket
from live_demo.sockets.places import socket_place
from live_demo.sockets.refuse import refuse
from live_demo.sockets.revoking import revoking
from live_demo.sockets.storing import storing
from live_demo.sockets.what_if import what_if_socket
from live_demo.trace.line_trace import trace_lines
from live_demo.trace.live_run import LiveRun
from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach


class AdmittedRun(NamedTuple):
    """A run that this lab socket alone has claimed, and what the database knows about it.

    `prediction` is the one that the run is going to grade, `streak` that of its learner's expectations,
    `seat` its place in a room.
    """

    run: Run
    prediction: Prediction | None
    streak: Streak | None
    seat: Seat | None


def lab_socket_with(
    find_app: Callable[[str], ASGI3Application], whose: Callable[[Any], str | None] = run_of_holder
) -> ASGI3Application:
    """The lab socket, around the application that `find_app` gives for the name of a lab.

    `whose` gives the run that the scope may open, as hex digits, or None.
    """

    async def lab_socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        with ExitStack() as place:
            admitted = await _admit(whose(scope), scope, place)
            if admitted is None:
                await refuse(receive, send)
                return
            live, seat = _live_run(admitted), admitted.seat
            app = with_server_response(_app_of(admitted.run) or find_app(admitted.run.lesson.lab))
            del admitted  # the lesson with its texts: 17 kB that a run does not need while it goes on
            async with (
                storing.open(live),
                feed.open(live),
                open_rooms.open(seat, live),
                revoking.open(live),
            ):
                try:
                    await app(lab_scope(scope, live, _path_after(scope)), receive, send)
                finally:
                    await storing.end(live)

    # Private in Channels: URLRouter takes `ws/lab/<ticket>/` as a prefix then. The rest is the lab's path.
    # `test_the_first_route_that_matches_gets_the_socket` (test_first_labs.py) fails if Channels drops it.
    lab_socket._path_routing = True  # type: ignore[attr-defined]
    return lab_socket


def _app_of(run: Run) -> ASGI3Application | None:
    """The application of a run whose consumer is in a worker; None for the lab as written."""
    if run.source:
        return own_code_socket(run.source)
    return what_if_socket(run) if run.what_if else None


async def _admit(run_id: str | None, scope: Scope, place: ExitStack) -> AdmittedRun | None:
    """Claim the run of this lab socket, which gets its place in `place`. None where it is refused.

    Where every place is taken, the watch socket says so: a browser is told nothing of a refused handshake.
    """
    if not run_id:
        return None
    try:
        place.enter_context(socket_place(scope))
        admitted: AdmittedRun | None = await _claim(run_id, hashed(network_in(scope)))
    except RefusedError as error:
        await feed.refuse(run_id, str(error))
        return None
    return admitted


def _live_run(admitted: AdmittedRun) -> LiveRun:
    """The run as this process is about to serve it, known by the hex digits of its id. Reads no database."""
    run, prediction, streak, seat = admitted
    steps = [Reach(step.reached_by, step.sent_by) for step in run.lesson.steps.all()]
    expectations = Expecting(streak.now, streak.best) if streak else Expecting()
    recorder = Recorder(steps, expectations)
    view = view_of(run)
    if prediction:
        view = PredictedView.around(view, prediction, recorder.points)
    first_run = run.first_run_id.hex if run.first_run_id else ""
    return LiveRun(run.pk.hex, recorder, feed.publish, view=view, seat=seat, first_run=first_run)


def lab_scope(scope: Scope, run: LiveRun, path: str) -> Scope:
    """The scope for the tap and the lab: as if the lab were a site of its own that was asked for `path`.

    The scope is copied, as others hold it, too. Its route is that of the room: our own route has the ticket
    in it, which no lab may see.
    """
    inherited = {key: value for key, value in scope.items() if key not in ("path_remaining", "url_route")}
    room = {"url_route": {"args": (), "kwargs": {"room": run.seat.code}}} if run.seat else {}
    return cast(Scope, {**inherited, **room, "path": f"/{path}", "raw_path": f"/{path}".encode(), "run": run})


def _path_after(scope: Scope) -> str:
    """What stands after the ticket in the address of a lab socket."""
    return str(scope.get("path_remaining", ""))


@cache
def traced_lab(name: str) -> ASGI3Application:
    """The consumer of the lab `name`, with its middleware."""
    return traced_consumer(all_labs()[name])


def traced_consumer(lab: Lab, *, lines: bool = True) -> ASGI3Application:
    """The consumer of `lab` with its middleware, and with its lines traced unless `lines` is False.

    From the outside in: limits, cut on request, tap, handshake deadline, consumer. The lab's file is run as
    it was written.
    """
    for consumer in (lab.consumer, *lab.others):
        if lines:
            trace_lines(consumer)
        dispatch_directly(consumer)
        keep_groups_apart(consumer)
    application = lab.application or lab.consumer.as_asgi()
    bounded = handshake_deadline(application, seconds=settings.LIVE_DEMO["HANDSHAKE_SECONDS"])
    tapped = tap(bounded, source_files={inspect.getfile(lab.consumer)})
    if lab_settings(lab.name).cut:
        tapped = cuttable(tapped)
    return limited(tapped, site_limits(settings.LIVE_DEMO["MAX_SECONDS"]))


lab_socket = lab_socket_with(traced_lab)
"""The lab socket of one run: claim the run, serve the traced consumer, store the record."""

terminal_socket = lab_socket_with(traced_lab, run_of_terminal)
"""The same for a client that is no browser: a token of the run stands in place of the cookie."""


@database_sync_to_async
@transaction.atomic
def _claim(run_id: str, network: str) -> AdmittedRun | None:
    """Claim the run; its lesson comes with its steps and variables. `network` is hashed.

    None if the run does not exist, was opened before, has lost its place in a room, or is not its learner's
    to open any more. Raises `RefusedError` if every place for it is taken.
    """
    seat = seat_of(run_id)
    asked = Run.objects.select_related("learner__user").filter(pk=UUID(run_id)).first()
    if asked is None or not may_run(asked) or (seat and not seat.is_open):
        return None
    if not open_run(run_id, network, also=check_sockets_of):
        return None
    runs = Run.objects.select_related("lesson", "diagnosis")
    run = runs.prefetch_related("lesson__steps", "lesson__variables").get(pk=UUID(run_id))
    streak = Streak.objects.filter(learner__runs=UUID(run_id)).first()
    return AdmittedRun(run, bound_to(run_id), streak, seat)
