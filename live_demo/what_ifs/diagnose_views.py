"""Take a mystery, run it, name its cause."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Lesson
from lessons.refused import RefusedError
from lessons.views import find_lesson
from live_demo.runs.start import start_run
from live_demo.runs.ticket import issue_ticket
from live_demo.runs.views import not_started
from live_demo.what_if_definitions import WhatIf
from live_demo.what_ifs.diagnose import causes_of, guess, open_mystery, rule_out, take_mystery, wrong_titles
from live_demo.what_ifs.models import Diagnosis
from live_demo.what_ifs.plan import Plan

RUN_FIRST = "Run it at least once before you name a cause."
CLOSE_FIRST = "Your run is still open. Close it first, then name the cause. What you have seen is kept."


@require_POST
def take(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Give this learner a mystery, unless one is still open."""
    found = find_lesson(request, track, lesson)
    learner = ensure_learner(request)
    if causes_of(found):
        take_mystery(learner, found)
    return remember(_to_the_page(found), learner)


@require_POST
def start(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A run of the learner's mystery. The response does not depend on which what-if it is."""
    found = find_lesson(request, track, lesson)
    learner = find_learner(request)
    mystery = open_mystery(learner, found) if learner else None
    if not request.htmx or not learner or not mystery:  # type: ignore[attr-defined]
        return _to_the_page(found)
    try:
        run = start_run(request, learner, found, what_if=mystery.what_if, diagnosis_id=mystery.pk)
    except RefusedError as error:
        return not_started(request, error)
    plan = Plan.of_mystery(run, issue_ticket(run.id, learner.id))
    return render(request, "live_demo/what_ifs/_watch.html", {"plan": plan, "run": run})


@require_POST
def name_cause(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The learner names a cause, and the response says whether it is the right one."""
    found = find_lesson(request, track, lesson)
    learner = find_learner(request)
    mystery = open_mystery(learner, found) if learner else None
    if mystery is None:
        return _to_the_page(found)
    rule_out(mystery, request.POST.getlist("ruled_out"))
    message = _message(mystery, causes_of(found).get(request.POST.get("cause", "")))
    if not request.htmx:  # type: ignore[attr-defined]
        if message:
            messages.warning(request, message)
        return _to_the_page(found)
    if not message:
        return HttpResponseClientRedirect(f"{found.get_absolute_url()}live/?diagnose=solved")
    mystery.refresh_from_db()
    context = {
        "message": message,
        "wrong": wrong_titles(mystery),
        "lesson": found,
        "mystery": mystery,
        "causes": causes_of(found).values(),
    }
    return render(request, "live_demo/what_ifs/_answered.html", context)


@require_POST
def mark(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The learner marks causes that their experiments have ruled out."""
    found = find_lesson(request, track, lesson)
    learner = find_learner(request)
    mystery = open_mystery(learner, found) if learner else None
    if mystery:
        rule_out(mystery, request.POST.getlist("ruled_out"))
    return HttpResponse(status=204)


def _message(mystery: Diagnosis, cause: WhatIf | None) -> str:
    """The answer to a guess in a sentence; '' for the right one."""
    if cause is None:
        return "Choose a cause from the list."
    if not mystery.runs.stored().exists():
        return CLOSE_FIRST if mystery.runs.open().exists() else RUN_FIRST
    if not guess(mystery, cause.name):
        return f"It is not '{cause.title}'. Look at what is different, and try again."
    return ""


def _to_the_page(lesson: Lesson) -> HttpResponse:
    return redirect(f"{lesson.get_absolute_url()}live/?diagnose")
