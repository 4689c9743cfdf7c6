"""The progress of a learner in the quizzes."""

from uuid import UUID

from django.db.models import Count, Q, Sum

from lessons.models import Learner
from lessons.prepared import Prepared
from quizzes.attempt_models import Attempt
from quizzes.grading import score_words

_attempts = Prepared(
    lambda learner: (
        Attempt.objects.with_total()
        .filter(learner=learner)
        .order_by("started_at")
        .annotate(
            answered=Count("responses", filter=Q(responses__credit__isnull=False)),
            earned=Sum("responses__credit"),
            parts=Count("responses", filter=Q(responses__credit__gt=0, responses__credit__lt=1)),
        )
        .values_list("lesson", "answered", "earned", "parts", "total")
    ),
    UUID,
)


def answers_given(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 of 3 right' or '1 of 3 answered'} of the learner's latest attempts."""
    latest = {
        lesson: (answered, earned or 0, parts > 0, total)
        for lesson, answered, earned, parts, total in _attempts.rows(learner.pk)
    }
    return {lesson: _words(*counts) for lesson, counts in latest.items() if counts[0]}


def quizzes_finished(learner: Learner) -> set[int]:
    """The ids of the lessons in which one of the learner's attempts has every question answered."""
    return {
        lesson
        for lesson, answered, _, _, total in _attempts.rows(learner.pk)
        if answered and answered >= total
    }


def _words(answered: int, earned: float, parts: bool, total: int) -> str:
    return score_words(earned, total, parts=parts) if answered == total else f"{answered} of {total} answered"
