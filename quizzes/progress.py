"""The progress of a learner in the quizzes."""

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from lessons.models import Learner
from quizzes.grading import score_words
from quizzes.quiz_models import Attempt


def answers_given(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 of 3 right' or '1 of 3 answered'} of the learner's latest attempts."""
    latest = Attempt.objects.filter(learner=learner, lesson=OuterRef("lesson")).values("pk")[:1]
    attempts = (
        Attempt.objects.with_total()
        .filter(learner=learner, pk=Subquery(latest))
        .order_by()
        .annotate(
            answered=Count("responses", filter=Q(responses__credit__isnull=False)),
            earned=Sum("responses__credit"),
        )
        .values_list("lesson", "answered", "earned", "total")
    )
    return {
        lesson: _words(answered, earned or 0, total)
        for lesson, answered, earned, total in attempts
        if answered
    }


def quizzes_finished(learner: Learner) -> set[int]:
    """The ids of the lessons in which one of the learner's attempts has every question answered."""
    attempts = (
        Attempt.objects.with_total()
        .filter(learner=learner)
        .order_by()
        .annotate(answered=Count("responses", filter=Q(responses__credit__isnull=False)))
        .filter(answered__gte=F("total"), answered__gt=0)
    )
    return set(attempts.values_list("lesson", flat=True))


def _words(answered: int, earned: float, total: int) -> str:
    return score_words(earned, total) if answered == total else f"{answered} of {total} answered"
