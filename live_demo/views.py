"""Start a run, look at it again, take it away."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Lesson
from live_demo.models import Run
from live_demo.panes import panes
from live_demo.runs import RunRefusedError, start_run
from live_demo.sentences import ending
from live_demo.ticket import issue_ticket


@require_POST
def start(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new run of the lesson's lab, and the addresses of its two sockets."""
    found = get_object_or_404(
        Lesson.objects.visible_to(request.user).select_related("track"), track__slug=track, slug=lesson
    )
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{found.get_absolute_url()}#live")  # the page says there why it needs JavaScript
    learner = ensure_learner(request)
    try:
        run = start_run(learner, found)
    except RunRefusedError as error:
        response = render(request, "live_demo/_not_started.html", {"reason": error}, status=error.status)
    else:
        response = render(
            request, "live_demo/_watch.html", {"run": run, "ticket": issue_ticket(run.id, learner.id)}
        )
    return remember(response, learner)


@require_safe
@never_cache
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The record of a run, at its last point or at ?point=N."""
    found = _own_run(request, run_id)
    points = found.points
    wanted = request.GET.get("point", "")
    number = min(max(int(wanted), 1), len(points)) if wanted.isdecimal() and points else len(points)
    context = {
        "run": found,
        "lesson": found.lesson,
        "summary": ending(points) if found.ended_at else "",
        "panes": panes(found.lesson, points[:number]),
        "number": number,
        "last": len(points),
        "points_after": len(points) - number,
    }
    page = "live_demo/run.html#replay" if request.htmx else "live_demo/run.html"  # type: ignore[attr-defined]
    return render(request, page, context)


@require_safe
def export(request: HttpRequest, run_id: uuid.UUID) -> JsonResponse:
    """The record as a trace file."""
    found = _own_run(request, run_id)
    view = panes(found.lesson, []).view
    data = {
        "format": "handshake-trace/1",
        "track": found.lesson.track.slug,
        "lesson": found.lesson.slug,
        "lab": found.lesson.lab,
        "source": view.lab.source,
        "server": found.server,
        "started_at": found.started_at.isoformat(),
        "variables": view.variables,
        "points": found.trace,
    }
    filename = f"{found.lesson.slug}-{str(found.id)[:8]}.json"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return JsonResponse(data, json_dumps_params={"indent": 1}, headers=headers)


def _own_run(request: HttpRequest, run_id: uuid.UUID) -> Run:
    """The run, if it is this learner's own; nobody is told of another's."""
    learner = find_learner(request)
    if learner is None:
        raise Http404
    return get_object_or_404(
        Run.objects.select_related("lesson__track").prefetch_related("lesson__steps", "lesson__variables"),
        pk=run_id,
        learner=learner,
    )
