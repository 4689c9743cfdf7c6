"""Save a draft, run it, reset it."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Learner, Lesson
from lessons.network_limits import is_within, share_of
from lessons.refused import RefusedError
from lessons.views import find_lesson
from live_demo.build.build_way import editor_context
from live_demo.build.drafts import Draft, draft_of
from live_demo.build.models import CodeVersion
from live_demo.build.source import check_names, draft_in
from live_demo.lab import all_labs
from live_demo.runs.start import find_first_run, start_run
from live_demo.runs.ticket import issue_ticket
from live_demo.runs.views import not_started
from live_demo.sandbox.status import status

_SAVES_PER_MINUTE = 3000
"""Most saves of all learners in a minute. One network may have its share of them."""


@require_POST
def run(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Save the draft and start a run of it: its fragment, and the code that runs. Without htmx, save only."""
    found = find_lesson(request, track, lesson)
    if not request.htmx:  # type: ignore[attr-defined]
        return save(request, track, lesson)
    try:
        source = draft_in(request.POST.get("source", ""))
        learner = ensure_learner(request)
        _keep(request, learner, found, source)
        check_names(source, "Your code is saved, and was not run.")
        if not status().is_on:
            raise RefusedError(f"Your code is saved, and was not run. {status().why}", 503)
        started = start_run(request, learner, found, source=source)
    except RefusedError as error:
        return not_started(request, error)
    context = {"run": started, "ticket": issue_ticket(started.id, learner.id), "lesson": found}
    context |= editor_context(found, Draft(source, all_labs()[found.lab].source))
    return remember(render(request, "live_demo/build/_running.html", context), learner)


@require_POST
def second(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Start the run of browser B, in the worker of browser A's run `first_run` and with the same code."""
    found = find_lesson(request, track, lesson)
    learner, run_id = ensure_learner(request), request.POST.get("first_run", "")
    first = find_first_run(learner, found, run_id)
    try:
        started = start_run(
            request, learner, found, source=first.source if first else "x", first_run=run_id or "x"
        )
    except RefusedError as error:
        return not_started(request, error)
    context = {"run": started, "ticket": issue_ticket(started.id, learner.id)}
    return remember(render(request, "live_demo/_watch.html", context), learner)


@require_POST
def save(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Save the draft, and show it with the line at which it cannot be run, if there is one.

    With ?version=KEY an earlier version is shown instead, with ?take_home the project that has the draft.
    """
    found = find_lesson(request, track, lesson)
    source = draft_in(request.POST.get("source", ""))
    learner = ensure_learner(request)
    _keep(request, learner, found, source)
    if "take_home" in request.GET:
        return remember(redirect("take_home", track, lesson), learner)
    version = request.GET.get("version", "")
    shown = urlencode({"version": version}) if version else "saved"
    return remember(redirect(f"{_address(found)}?{shown}"), learner)


@require_safe
@never_cache
def versions(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The fragment with the versions of the draft, after a run has kept one more."""
    found = find_lesson(request, track, lesson)
    context = {
        "lesson": found,
        "draft": draft_of(find_learner(request), found),
        "own_limits": settings.OWN_CODE,
    }
    return render(request, "live_demo/build/_versions.html", context)


@require_POST
def reset(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Make the lesson's code the draft. What was written stays among the earlier versions, saved or not."""
    found = find_lesson(request, track, lesson)
    learner = ensure_learner(request)
    if request.POST.get("source", "").strip():
        _keep(request, learner, found, draft_in(request.POST["source"]))
    if draft_of(learner, found).is_changed:
        _keep(request, learner, found, all_labs()[found.lab].source)
    return remember(redirect(f"{_address(found)}?reset"), learner)


def _keep(request: HttpRequest, learner: Learner, lesson: Lesson, source: str) -> None:
    """Keep `source` as a version. Raises `RefusedError` beyond the network's rate, as cookies are free."""
    most = share_of(_SAVES_PER_MINUTE)
    if not is_within(request, "build.saved", limit=most, seconds=60):
        raise RefusedError(f"Your network has saved {most} times within a minute. Wait a moment.", 429, 60)
    CodeVersion.objects.keep(learner, lesson, source)


def _address(lesson: Lesson) -> str:
    return f"{lesson.get_absolute_url()}build/"
