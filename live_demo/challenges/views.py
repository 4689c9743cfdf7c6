"""The page of a challenge: write, have it judged, read the verdict."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lessons.identity import ensure_learner, find_learner, hand_out_cookie, remember
from lessons.models import Learner, Lesson
from lessons.network_limits import is_within, network, share_of
from lessons.numbers import number_in
from lessons.refused import RefusedError
from lessons.views import find_lesson
from live_demo.build.models import CodeVersion
from live_demo.build.source import check_names, draft_in
from live_demo.challenges.definition import Challenge, challenges_of
from live_demo.challenges.judge_thread import judge
from live_demo.challenges.judged_page import judged_context
from live_demo.challenges.models import ChallengeAttempt, Standing
from live_demo.challenges.onward import onward_context
from live_demo.challenges.past import past_attempts
from live_demo.sandbox.imports import offered_in_words
from live_demo.sandbox.status import status

_CHECKS_PER_MINUTE = 300
_MAX_PENDING = 100
"""Attempts that are judged or wait for it, in one process. Of all; a network may have its share of them."""


@require_safe
@never_cache
def page(request: HttpRequest, track: str, lesson: str, name: str) -> HttpResponse:
    """The challenge with the learner's draft, and the verdict on the attempt that ?attempt names."""
    found, challenge = _find(request, track, lesson, name)
    learner = find_learner(request)
    context = _context(found, challenge, learner)
    attempt = number_in(request.GET.get("attempt", ""))
    if learner and attempt is not None:
        context["attempt"] = own = own_attempt(request, attempt)
        context |= onward_context(own, request.user)
    return hand_out_cookie(request, render(request, "live_demo/challenges/page.html", context))


@require_safe
@never_cache
def verdict(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The fragment with the verdict and the number of tries; while there is none, it asks again by itself."""
    attempt = own_attempt(request, attempt_id)
    standing = attempt.standing
    context = {"attempt": attempt, "standing": standing, "lesson": standing.lesson, "oob": True}
    context |= onward_context(attempt, request.user)
    return render(request, "live_demo/challenges/_verdict.html", context)


@require_safe
@never_cache
def judged_run(request: HttpRequest, attempt_id: int, test: str, number: int) -> HttpResponse:
    """One connection of a judged run on the bench, at the frame that broke the promise or at ?point=N."""
    attempt = own_attempt(request, attempt_id)
    context = judged_context(attempt, test, number, request.GET.get("point", ""))
    return render(request, "live_demo/challenges/run.html", context)


@require_POST
def check(request: HttpRequest, track: str, lesson: str, name: str) -> HttpResponse:
    """Save the draft, and have it judged."""
    found, challenge = _find(request, track, lesson, name)
    source = draft_in(request.POST.get("source", ""))
    learner = ensure_learner(request)
    CodeVersion.objects.keep(learner, found, source, name)
    check_names(source, "Your code is saved, and was not judged.")
    _check_limits(request, learner)
    standing, _ = Standing.objects.get_or_create(learner=learner, lesson=found, challenge=name)
    attempt = ChallengeAttempt.objects.create(standing=standing, source=source)
    judge().submit(attempt.pk, challenge, source, network(request))
    return remember(redirect(f"{_address(found, name)}?attempt={attempt.pk}#verdict"), learner)


@require_POST
def hint(request: HttpRequest, track: str, lesson: str, name: str) -> HttpResponse:
    """Count one more hint, and show it. What is in the editor is kept."""
    found, challenge = _find(request, track, lesson, name)
    learner = ensure_learner(request)
    standing, _ = Standing.objects.get_or_create(learner=learner, lesson=found, challenge=name)
    standing.hints = min(standing.hints + 1, len(challenge.hints))
    standing.save(update_fields=["hints"])
    return remember(redirect(f"{_address(found, name)}#hints"), learner)


def _check_limits(request: HttpRequest, learner: Learner) -> None:
    """Raise `RefusedError` if no code is judged here, or if learner or network have too much of it judged."""
    if not status().is_on:
        raise RefusedError(f"Your code is saved, and was not judged. {status().why}", 503)
    if ChallengeAttempt.objects.pending().filter(standing__learner=learner).exists():
        raise RefusedError("Your last attempt is being judged. Wait for its verdict.", 429, 5)
    most = share_of(_MAX_PENDING)
    if judge().pending(network(request)) >= most:
        raise RefusedError(f"{most} attempts of your network are being judged. Wait for a verdict.", 429, 5)
    most = share_of(_CHECKS_PER_MINUTE)
    if not is_within(request, "challenges.checked", limit=most, seconds=60):
        raise RefusedError(f"Your network has had {most} attempts judged within a minute.", 429, 60)


def _find(request: HttpRequest, track: str, lesson: str, name: str) -> tuple[Lesson, Challenge]:
    found = find_lesson(request, track, lesson)
    challenge = challenges_of(found.lab).get(name)
    if challenge is None:
        raise Http404
    return found, challenge


def _context(lesson: Lesson, challenge: Challenge, learner: Learner | None) -> dict[str, Any]:
    standing = version = None
    if learner:
        standing = Standing.objects.filter(learner=learner, lesson=lesson, challenge=challenge.name).first()
        version = CodeVersion.objects.of(learner, lesson, challenge.name).first()
    source = version.source if version else challenge.starter
    hints = standing.hints if standing else 0
    return {
        "lesson": lesson,
        "challenge": challenge,
        "standing": standing,
        "source": source,
        "lines": range(1, source.count("\n") + 1),
        "hints": challenge.hints[:hints],
        "hints_left": len(challenge.hints) - hints,
        "past": past_attempts(standing, challenge.starter) if standing else (),
        "own_code": status(),
        "offered": offered_in_words(),
    }


def own_attempt(request: HttpRequest, attempt_id: int) -> ChallengeAttempt:
    """The attempt with this id of the learner who asks. Raises `Http404` for anybody else's."""
    learner = find_learner(request)
    if learner is None:
        raise Http404
    attempts = ChallengeAttempt.objects.select_related("standing__lesson__track").defer("traces")
    return get_object_or_404(attempts, pk=attempt_id, standing__learner=learner)


def _address(lesson: Lesson, name: str) -> str:
    return reverse("challenge", args=[lesson.track.slug, lesson.slug, name])
