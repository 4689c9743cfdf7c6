"""Start a what-if, take the browser's report of its run, and grade the answers."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from lessons.identity import ensure_learner, remember
from lessons.refused import RefusedError
from lessons.views import find_lesson, way
from live_demo.runs.models import Run
from live_demo.runs.shown import LOST
from live_demo.runs.start import start_run
from live_demo.runs.ticket import issue_ticket
from live_demo.runs.views import not_started, own_run
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs.answering import grade_run, has_answered, items_in, next_unanswered
from live_demo.what_ifs.browser_report import BrowserReport
from live_demo.what_ifs.diagnose import causes_of
from live_demo.what_ifs.forms import AnswerForm
from live_demo.what_ifs.grading import true_options
from live_demo.what_ifs.models import WhatIfAnswer
from live_demo.what_ifs.plan import Plan
from live_demo.what_ifs.reasons import why

_IN_A_FRAME: Any = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


@require_safe
def live(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The page of the way `live`. Only the page of a what-if with a foreign Origin may contain a frame."""
    response = way(request, track, lesson, "live")
    name = request.GET.get("what_if")
    what_if = what_ifs_of(find_lesson(request, track, lesson).lab).get(name) if name else None
    if what_if and what_if.does.opening.origin:
        response._csp_config = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}  # type: ignore[attr-defined]
    return response


@require_safe
@xframe_options_sameorigin
@csp_override(_IN_A_FRAME)
def foreign(request: HttpRequest) -> HttpResponse:
    """The page of the sandboxed frame, whose Origin is null. It opens a socket and reports to its parent."""
    return render(request, "live_demo/what_ifs/foreign.html")


@require_POST
def start(request: HttpRequest, track: str, lesson: str, name: str) -> HttpResponse:
    """A new run of the what-if, stored with the answers of the form if there are any."""
    found = find_lesson(request, track, lesson)
    what_if = what_ifs_of(found.lab).get(name)
    if what_if is None:
        raise Http404
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{found.get_absolute_url()}live/?what_if={name}")
    try:
        learner = ensure_learner(request)
    except RefusedError as error:
        return not_started(request, error)
    by_hand = "by_hand" in request.POST and has_answered(learner.pk, found.pk, what_if)
    form = AnswerForm(what_if, request.POST)
    predicts = not by_hand and form.says_something
    if predicts and not form.is_valid():
        return remember(not_started(request, RefusedError(form.fault, 400)), learner)
    try:
        run = start_run(request, learner, found, what_if=name)
    except RefusedError as error:
        return remember(not_started(request, error), learner)
    if predicts:
        WhatIfAnswer.objects.create(run=run, answers=form.answers())
    plan = Plan.of(run, issue_ticket(run.id, learner.id), what_if, by_hand=by_hand)
    return remember(render(request, "live_demo/what_ifs/_watch.html", {"plan": plan, "run": run}), learner)


@require_POST
def report(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Take the browser's report of a run that has ended. Responds with the grades and all observations."""
    run = own_run(request, run_id)
    what_if = what_ifs_of(run.lesson.lab).get(run.what_if)
    if what_if is None or run.is_mystery:
        raise Http404
    try:
        found = BrowserReport.model_validate(json.loads(request.POST.get("report", "")))
    except (ValidationError, ValueError):
        return HttpResponse("No such report.", status=400)
    if run.ended_at is None:
        return HttpResponse("The run is not stored yet.", status=409)
    if run.is_lost:
        return HttpResponse(f"{LOST} Nothing is graded.")
    grades = grade_run(run, what_if, found)
    context = _graded_context(run, what_if, found) | {
        "grades": grades,
        "as_said": sum(each.verdict == "right" for each in grades),
    }
    return render(request, "live_demo/what_ifs/_graded.html", context)


def _graded_context(run: Run, what_if: WhatIf, report: BrowserReport) -> dict[str, Any]:
    """The context of `_graded.html`, but for the grades."""
    items = items_in(run, what_if, report)
    return {
        "run": run,
        "what_if": what_if,
        "items": items.values(),
        "right": true_options(what_if, items),
        "also": [(items[name], why(name, items)) for name in what_if.also if name in items],
        "server": run.server,
        "next": next_unanswered(run, what_if),
        "has_mysteries": bool(causes_of(run.lesson)),
    }
