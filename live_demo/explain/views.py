"""Why? at a run of own code: its first difference to the lesson's code on the same inputs."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lessons.addresses import is_within, share_of
from lessons.refused import RefusedError
from lessons.script.language import ScriptRow
from live_demo.challenges.judge import judge
from live_demo.explain.compare import first_difference, raised, same_as
from live_demo.explain.inputs import inputs_of
from live_demo.explain.reference import played
from live_demo.lab import all_labs
from live_demo.runs.views import own_run
from live_demo.sealed.status import status
from live_demo.trace.point import TracePoint
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.diff import diff
from live_demo.what_ifs.recorded import recorded_frames
from live_demo.workers.client import NoWorkerError

_PER_MINUTE = 300
_SECONDS = 60


@require_POST
def why(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Run the lesson's code on the inputs of this run, and show the first difference of the two traces."""
    run = own_run(request, run_id)
    points = run.points
    inputs = inputs_of(points)
    if not run.source or not inputs.rows:
        raise Http404
    if not is_within(request, "runs.explained", limit=share_of(_PER_MINUTE), seconds=60):
        raise RefusedError("Your network has had many runs explained within a minute.", 429, 60)
    lab = all_labs()[run.lesson.lab]
    reference = _reference(lab.source, inputs.rows)
    difference = first_difference(points, reference)
    name = same_as(points, recorded_frames(lab.name)) if difference else ""
    what_if = what_ifs_of(lab.name).get(name)
    context = {
        "run": run,
        "lesson": run.lesson,
        "inputs": inputs,
        "difference": difference,
        "raised": raised(points),
        "what_if": what_if,
        "changed": diff(lab.source, what_if.lab_of(lab.name).source) if what_if else [],
    }
    return render(request, "live_demo/explain/why.html", context)


def _reference(source: str, rows: list[ScriptRow]) -> list[TracePoint]:
    """Raises `RefusedError`."""
    if not status().is_on:
        raise RefusedError(f"The lesson's code was not run. {status().why}", 503)
    try:
        return judge().result(lambda workers: played(source, rows, workers), _SECONDS)
    except (NoWorkerError, TimeoutError) as error:
        raise RefusedError("The server is busy. Ask again in a moment.", 503, 10) from error
