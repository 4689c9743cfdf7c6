"""The attempts of a learner: merged into an account, and exported with the learner's own data."""

from typing import Any

from django.utils import timezone

from lessons.models import Learner
from quizzes.attempt_models import Attempt


def merge_attempts(guest: Learner, own: Learner) -> None:
    """Give the attempts of `guest` to `own`.

    A learner has at most one open attempt in a lesson: where both have one, the older one is finished now.
    """
    both = Attempt.objects.filter(learner__in=[guest, own])
    newest: set[int] = set()
    older = []
    for pk, lesson in both.filter(finished_at=None).order_by("-started_at").values_list("pk", "lesson"):
        if lesson in newest:
            older.append(pk)
        newest.add(lesson)
    both.filter(pk__in=older).update(finished_at=timezone.now())
    Attempt.objects.filter(learner=guest).update(learner=own)


def attempts_of(learner: Learner) -> list[dict[str, Any]]:
    """Every attempt with its responses, oldest first. Choices are named by their letters."""
    attempts = (
        Attempt.objects.filter(learner=learner)
        .select_related("lesson__track")
        .prefetch_related("responses__question")
        .order_by("started_at")
    )
    return [_attempt(attempt) for attempt in attempts]


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "lesson": f"{attempt.lesson.track.slug}/{attempt.lesson.slug}",
        "started_at": attempt.started_at,
        "finished_at": attempt.finished_at,
        "responses": [
            {
                "question": response.question.key,
                "answer": response.answer,
                "first_wrong_answer": response.first_wrong,
                "confidence": response.confidence,
                "tries": response.tries,
                "credit": response.credit,
                "hints_used": response.hints_used,
                "answered_at": response.answered_at,
                "regraded_at": response.regraded_at,
            }
            for response in attempt.responses.all()
        ],
    }
