"""Challenges at the instructor's desk: how learners do, and the runs of those who consent."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.models import Lesson
from live_demo.challenges.definition import Challenge, challenges_of
from live_demo.challenges.judged_page import judged_context
from live_demo.challenges.models import ChallengeAttempt
from live_demo.challenges.shown_attempts import shown_attempts
from live_demo.challenges.statistics import statistics_of

_A_PAGE = 25
"""Attempts on a page, the newest first."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every challenge of the lessons that this instructor works on, with how learners do."""
    rows = [
        (lesson, statistics_of(lesson, challenge))
        for lesson in _lessons(request).order_by("track__number", "number")
        for challenge in challenges_of(lesson.lab).values()
    ]
    context = admin.site.each_context(request) | {"title": "Challenges", "rows": rows}
    return render(request, "live_demo/challenges/desk.html", context)


@require_safe
def challenge(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One challenge: tries, what stops whom, and the attempts whose learners consent."""
    lesson, found = _find(request, pk, name)
    breaks = request.GET.get("breaks", "")
    chosen = next((test for test in found.tests if test.name == breaks), None)
    attempts = shown_attempts(lesson, found, chosen.name if chosen else "")
    context = admin.site.each_context(request) | {
        "title": found.title,
        "lesson": lesson,
        "statistics": statistics_of(lesson, found),
        "chosen": chosen,
        "page": Paginator(attempts, _A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "live_demo/challenges/desk_challenge.html", context)


@require_safe
def attempt(request: HttpRequest, pk: int, name: str, attempt_id: int) -> HttpResponse:
    """The code of an attempt whose learner consents now, and its verdict."""
    lesson, found = _find(request, pk, name)
    shown = _shown(lesson, name, attempt_id)
    context = admin.site.each_context(request) | {"title": found.title, "lesson": lesson, "attempt": shown}
    return render(request, "live_demo/challenges/desk_attempt.html", context)


@require_safe
def judged_run(
    request: HttpRequest, pk: int, name: str, attempt_id: int, test: str, number: int
) -> HttpResponse:
    """One connection of its judged run on the bench, as its learner sees it."""
    lesson, _ = _find(request, pk, name)
    context = judged_context(_shown(lesson, name, attempt_id), test, number, request.GET.get("point", ""))
    return render(request, "live_demo/challenges/run.html", context | {"at_desk": True})


def _lessons(request: HttpRequest) -> QuerySet[Lesson]:
    """The lessons that this user works on. Raises `PermissionDenied` for users who may view none."""
    if not request.user.has_perm("lessons.view_lesson"):
        raise PermissionDenied
    return Lesson.objects.edited_by(request.user).select_related("track")


def _find(request: HttpRequest, pk: int, name: str) -> tuple[Lesson, Challenge]:
    lesson = get_object_or_404(_lessons(request), pk=pk)
    found = challenges_of(lesson.lab).get(name)
    if found is None:
        raise Http404
    return lesson, found


def _shown(lesson: Lesson, name: str, attempt_id: int) -> ChallengeAttempt:
    attempts = ChallengeAttempt.objects.shown_to_instructors(lesson, name)
    return get_object_or_404(attempts.select_related("standing__lesson__track"), pk=attempt_id)
