"""Attempts at challenges of a client's learners: made by the app that judges them, adopted when judged.

A verdict is taken over once, under the client's lock, with its number and its statements. It never changes.
"""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from lessons.models import Lesson
from lessons.plugin import ChallengeInfo, Verdict, plugins
from lessons.refused import RefusedError
from quizzes.api.changes import Changes, changing
from quizzes.api.models import ApiChallengeAttempt, ApiClient, ApiLearner, ApiStatement
from quizzes.api.problems import Fault, ProblemError
from quizzes.api.xapi import AttemptContext, ChallengeEnd, challenge_statements

AT_ONCE = 200
"""Verdicts that one call takes over, the oldest first."""


def challenges_in(lesson: Lesson) -> list[ChallengeInfo]:
    return [challenge for plugin in plugins() for challenge in plugin.challenges(lesson)]


def make(
    changes: Changes, learner: ApiLearner, lesson: Lesson, name: str, source: str
) -> ApiChallengeAttempt | None:
    """Start judging `source` when the transaction is over. Returns None if there is no such challenge.

    Raises `ProblemError`.
    """
    for plugin in plugins():
        try:
            handle = plugin.attempt_challenge(learner.learner, lesson, name, source)
        except RefusedError as error:
            raise _problem(error) from error
        if handle is not None:
            made = {"client": changes.client, "learner": learner, "lesson": lesson, "challenge": name}
            return ApiChallengeAttempt.objects.create(**made, handle=handle, change=changes.next())
    return None


def adopt(client: ApiClient) -> None:
    """Take over the verdicts that have come since the last call."""
    waiting = ApiChallengeAttempt.objects.filter(client=client, judged_at=None)
    handles = list(waiting.order_by("pk").values_list("handle", flat=True)[:AT_ONCE])
    if not handles:
        return
    verdicts = {
        handle: verdict for plugin in plugins() for handle, verdict in plugin.verdicts(handles).items()
    }
    if not verdicts:
        return
    with changing(client) as changes:
        judged = waiting.filter(handle__in=verdicts).select_related("learner", "lesson__track")
        for attempt in judged.order_by("pk"):
            _take(changes, attempt, verdicts[attempt.handle])


def _take(changes: Changes, attempt: ApiChallengeAttempt, verdict: Verdict) -> None:
    attempt.judged_at, attempt.change = verdict.judged_at, changes.next()
    attempt.passed, attempt.credit, attempt.why = verdict.passed, verdict.credit, verdict.why
    attempt.checks = [asdict(each) for each in verdict.checked]
    attempt.save()
    if verdict.why:
        return
    end = ChallengeEnd(
        url=settings.PUBLIC_URL + verdict.path,
        title=verdict.title,
        passed=verdict.passed,
        credit=verdict.credit,
        at=verdict.judged_at,
    )
    ApiStatement.objects.bulk_create(
        ApiStatement(
            id=UUID(body["id"]),
            challenge=attempt,
            client=changes.client,
            number=changes.next(),
            at=body["timestamp"],
            body=json.dumps(body),
        )
        for body in challenge_statements(_context(changes, attempt), end)
    )


def _context(changes: Changes, attempt: ApiChallengeAttempt) -> AttemptContext:
    site = settings.PUBLIC_URL
    return AttemptContext(
        home_page=changes.client.home_page or f"{site}/",
        account=attempt.learner.external_id,
        learner=attempt.learner.learner_id,
        attempt=f"challenge {attempt.handle}",
        quiz_url=site + reverse("way", args=[attempt.lesson.track.slug, attempt.lesson.slug, "build"]),
        track_url=site + reverse("track", args=[attempt.lesson.track.slug]),
    )


def _problem(error: RefusedError) -> ProblemError:
    if error.status == 503:
        return ProblemError("unavailable", str(error), retry_after=error.retry_after or 60)
    fault = Fault(field="source", reason=str(error))
    return ProblemError("invalid-request", "The code cannot be judged.", [fault])


def verdict_of(attempt: ApiChallengeAttempt) -> dict[str, Any]:
    """The verdict in the shape that the API sends."""
    state = "unjudged" if attempt.why else "passed" if attempt.passed else "failed"
    return {
        "state": state if attempt.judged_at else "pending",
        "judged_at": attempt.judged_at,
        "credit": attempt.credit,
        "why": attempt.why,
        "checks": attempt.checks,
    }
