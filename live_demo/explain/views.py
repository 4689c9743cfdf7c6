"""'Why?' at a run of own code: its first difference to the lesson's code on the same inputs."""

import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lessons.network_limits import is_within, network, share_of
from lessons.numbers import number_in
from lessons.refused import RefusedError
from lessons.script.language import ScriptRow, all_connecting
from live_demo.challenges.definition import ChallengeTest, Drawn
from live_demo.challenges.explained import explaining_links
from live_demo.challenges.judge_thread import judge
from live_demo.challenges.judged_page import drawn_in, in_words, judged_context, origins_of
from live_demo.challenges.judged_run import is_sent, with_lines
from live_demo.challenges.judging import run_test
from live_demo.challenges.views import own_attempt
from live_demo.explain.cause import cause_of
from live_demo.explain.compare import same_as
from live_demo.explain.explanation import Code, explanation, nearest
from live_demo.explain.inputs import inputs_of
from live_demo.explain.reference import played
from live_demo.lab import all_labs
from live_demo.lab_settings import FirstTask, lab_settings
from live_demo.runs.views import own_run
from live_demo.sandbox.pool import SandboxPool
from live_demo.sandbox.status import status
from live_demo.trace.point import TracePoint
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.diff import diff
from live_demo.what_ifs.recorded import recorded_frames
from live_demo.workers.client import NoWorkerError

_PER_MINUTE = 300


@require_POST
def why(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Run the lesson's code on the inputs of this run, and show the first difference of the two traces.

    With `point`, that of a frame or a line, also what the two prove about it.
    """
    run = own_run(request, run_id)
    points = with_lines(run.points)
    inputs = inputs_of(points)
    if not run.source or not inputs.rows:
        raise Http404
    _check_rate(request)
    lab = all_labs()[run.lesson.lab]
    task = _done_task(lab.name, run.source)
    base = task.done_in(lab.source) if task else lab.source
    reference = _reference(request, base, inputs.rows)
    number = number_in(request.POST.get("point", "")) or 0
    code = Code("The lesson’s code", base)
    explained = explanation(points, reference, run.source, code, asked=number)
    name = same_as(points, recorded_frames(lab.name)) if explained["difference"] else ""
    what_if = what_ifs_of(lab.name).get(name)
    context = explained | {
        "run": run,
        "lesson": run.lesson,
        "inputs": inputs,
        "task": task,
        "what_if": what_if,
        "changed": diff(lab.source, what_if.lab_of(lab.name).source) if what_if else [],
    }
    return render(request, "live_demo/explain/why.html", context)


def _done_task(lab: str, source: str) -> FirstTask | None:
    """The change that Build asks for first, where `source` has it: it is then no difference."""
    task = lab_settings(lab).first_task
    return task if task and task.new in source else None


@require_POST
def why_judged(request: HttpRequest, attempt_id: int, test: str, number: int) -> HttpResponse:
    """The same for connection `number` of a judged run: beside a right solution, on the same values."""
    attempt = own_attempt(request, attempt_id)
    context = judged_context(attempt, test, number, request.POST.get("point", ""))
    challenge, result = context["challenge"], context["result"]
    asked = next((each for each in challenge.tests if each.name == test), None) if challenge else None
    if asked is None or not result.get("rows"):
        raise Http404
    _check_rate(request)
    solution = Code("A right solution", nearest(attempt.source, challenge.right.values()))
    reference = _solved(request, asked, solution.source, drawn_in(result), number)
    context |= _of_judged(context, reference, attempt.source, solution)
    rows, connections = all_connecting(drawn_in(result).rows), attempt.connections(test)
    cause = cause_of(
        context["difference"], number, rows, connections, reference, attempt.source, solution.source
    )
    context["cause"] = cause
    if cause and not context["difference"].mine:
        context["line"] = None  # that its own consumer has done nothing more says nothing of why
    by = asked.explained_by or challenge.explained_by
    context["links"] = list(explaining_links(by, attempt.standing.lesson, request.user))
    return render(request, "live_demo/explain/why_judged.html", context)


def _of_judged(
    context: dict[str, Any], reference: list[TracePoint], code: str, solution: Code
) -> dict[str, Any]:
    """The explanation. If a message is missing, the run is compared up to the point where it should be."""
    points, broken, at = context["points"], context["broken"], context["replay"]
    is_silence = bool(broken) and not is_sent(points[broken - 1])
    origins, client = origins_of(context["result"]), context["client"]
    return explanation(
        points[:broken] if is_silence else points,
        reference,
        code,
        solution,
        asked=at.number if at else 0,
        is_cut=not is_silence,
        named=lambda frame: in_words(frame, origins, client),
    )


def _solved(
    request: HttpRequest, test: ChallengeTest, source: str, drawn: Drawn, number: int
) -> list[TracePoint]:
    """The points of connection `number` of a right solution on the same rows. Raises `RefusedError`."""

    async def run(workers: SandboxPool) -> list[TracePoint]:
        result = await run_test(test, source, workers, drawn=drawn)
        return result.connections[number - 1].points if number <= len(result.connections) else []

    return _done(request, run, "The right solution")


def _check_rate(request: HttpRequest) -> None:
    """Raise `RefusedError` if the network has had too many runs explained within a minute."""
    if not is_within(request, "runs.explained", limit=share_of(_PER_MINUTE), seconds=60):
        raise RefusedError("Your network has had many runs explained within a minute.", 429, 60)


def _reference(request: HttpRequest, source: str, rows: list[ScriptRow]) -> list[TracePoint]:
    """The points of `source` on these rows. Raises `RefusedError`."""
    return _done(request, lambda workers: played(source, rows, workers), "The lesson's code")


def _done(
    request: HttpRequest, work: Callable[[SandboxPool], Coroutine[Any, Any, list[TracePoint]]], what: str
) -> list[TracePoint]:
    """Wait for the result of `work`, which runs the code that is called `what`. Raises `RefusedError`."""
    if not status().is_on:
        raise RefusedError(f"{what} was not run. {status().why}", 503)
    try:
        return judge().result(work, settings.OWN_CODE["EXPLAIN_SECONDS"], network(request))
    except (NoWorkerError, TimeoutError) as error:
        raise RefusedError("The server is busy. Ask again in a moment.", 503, 10) from error
