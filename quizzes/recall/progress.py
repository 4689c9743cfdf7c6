"""The number of reviews that are due in each lesson."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from lessons.models import Learner
from lessons.prepared import Prepared
from quizzes.recall.asked_again import asked_again
from quizzes.recall.models import Card


def reviews_due(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 reviews due'} of the learner."""
    due = due_counts(learner)
    return {lesson: f"{count} review{'' if count == 1 else 's'} due" for lesson, count in due.items()}


_due_cards = Prepared(
    lambda learner, now: (
        Card.objects.asked()
        .filter(learner=learner)
        .due(now)
        .order_by()
        .values_list("key_moment__lesson", "question__lesson")
    ),
    UUID,
    datetime,
)

_rated = Prepared(
    lambda learner: (
        Card.objects.filter(learner=learner, question__isnull=False).order_by().values_list("question")
    ),
    UUID,
)


def due_counts(learner: Learner) -> Counter[int]:
    """{lesson id: number of due cards and of questions to ask again that are not rated yet}."""
    cards = _due_cards.rows(learner.pk, timezone.now())
    due = Counter(of_moment or of_question for of_moment, of_question in cards)
    if again := asked_again(learner):
        rated = {question for (question,) in _rated.rows(learner.pk)}
        due.update(each.lesson for question, each in again.items() if question not in rated)
    return due
