"""The pages of runs: start one, replay it, export it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Lesson
from lessons.refused import RefusedError
from lessons.views import find_lesson, place_in_track
from live_demo.runs import bookmarking
from live_demo.runs.list import run_title
from live_demo.runs.models import Recording, Run
from live_demo.runs.return_link import return_link
from live_demo.runs.shown import how_it_ended, shown_lab, shown_points
from live_demo.runs.start import start_run
from live_demo.runs.ticket import issue_terminal_token, issue_ticket
from live_demo.view.replay import replay, trace_file


@require_POST
def start(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new run of the lesson's lab, and the addresses of its two sockets."""
    return started(request, find_lesson(request, track, lesson))


def started(
    request: HttpRequest, lesson: Lesson, prepare: Callable[[Run], None] = lambda run: None
) -> HttpResponse:
    """The answer to a POST for a new run: its fragment, or the reason why there is none.

    `prepare` is called with the run before its address is handed out.
    """
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(
            "way", lesson.track.slug, lesson.slug, "live"
        )  # it says there why it needs JavaScript
    try:
        learner = ensure_learner(request)
        run = start_run(request, learner, lesson, first_run=request.POST.get("first_run", ""))
    except RefusedError as error:
        return not_started(request, error)
    prepare(run)
    context = {"run": run, "ticket": issue_ticket(run.id, learner.id)}
    if "terminal" in request.POST:
        context["terminal"] = issue_terminal_token(run.id)
    return remember(render(request, "live_demo/_watch.html", context), learner)


def not_started(request: HttpRequest, error: RefusedError) -> HttpResponse:
    """The fragment that says on the page why there is no run."""
    return error.on(render(request, "live_demo/_not_started.html", {"reason": error}))


@require_safe
@never_cache
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The record of a run in the player, at its last point or at ?point=N."""
    found = own_run(request, run_id)
    points = shown_points(found)
    context = {
        "run": found,
        "back": return_link(found),
        "next": place_in_track(request, found.lesson)["next"],
        "lesson": found.lesson,
        "what": run_title(found),
        "summary": how_it_ended(found, points) if found.ended_at else "",
        "explain": reverse("explain_run", args=[found.id]) if found.source and not found.is_lost else "",
        "replay": replay(
            found.lesson,
            points,
            server=found.server,
            wanted=request.GET.get("point", ""),
            at_end=True,
            export=reverse("run_export", args=[found.id]),
            lab=shown_lab(found),
        ),
    }
    return render(request, "live_demo/run.html", context)


@require_POST
def keep(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Keep the run, or with `let_go` keep it no longer; then back to its page."""
    found = own_run(request, run_id)
    if "let_go" in request.POST:
        bookmarking.let_go(found)
        messages.success(request, "This run is no longer kept. It is removed like the others.")
    elif bookmarking.keep(found):
        messages.success(request, "This run is kept.")
    else:
        most = settings.LIVE_DEMO["MAX_KEPT_RUNS"]
        messages.error(request, f"You keep {most} runs already. Let one of them go, then keep this one.")
    return redirect(found)


@require_safe
def export(request: HttpRequest, run_id: uuid.UUID) -> JsonResponse:
    """The record as a trace file."""
    found = own_run(request, run_id)
    data = trace_file(found.lesson, shown_points(found), server=found.server, lab=shown_lab(found))
    data["started_at"] = found.started_at.isoformat()
    return _download(data, f"{found.lesson.slug}-{str(found.id)[:8]}.json")


@require_safe
def export_recording(request: HttpRequest, track: str, lesson: str) -> JsonResponse:
    """The lesson's recorded run as a trace file."""
    found = find_lesson(request, track, lesson)
    recording = get_object_or_404(Recording, lesson=found)
    return _download(trace_file(found, recording.points, server=recording.server), f"{found.slug}.json")


def step_way_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The lesson's recorded run in the player, at its first point or at ?point=N."""
    recording = Recording.objects.filter(lesson=lesson).first()
    if recording is None:
        return {}
    address = reverse("recording_export", args=[lesson.track.slug, lesson.slug])
    wanted = request.GET.get("point", "")
    shown = replay(
        lesson, recording.points, server=recording.server, wanted=wanted, at_end=False, export=address
    )
    return {"recording": recording, "replay": shown}


def _download(data: dict[str, Any], filename: str) -> JsonResponse:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return JsonResponse(data, json_dumps_params={"indent": 1}, headers=headers)


def own_run(request: HttpRequest, run_id: uuid.UUID) -> Run:
    """The visitor's own run with this id, its lesson prefetched. Raises `Http404` for anybody else's."""
    learner = find_learner(request)
    if learner is None:
        raise Http404
    return get_object_or_404(
        Run.objects.select_related("lesson__track", "diagnosis", "member__room").prefetch_related(
            "lesson__steps", "lesson__variables"
        ),
        pk=run_id,
        learner=learner,
    )
