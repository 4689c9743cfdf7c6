"""The number of reviews that are due in each lesson."""

from collections import Counter

from django.utils import timezone

from lessons.models import Learner
from quizzes.quiz_models import Question
from quizzes.recall.asked_again import asked_again
from quizzes.recall.models import Card


def reviews_due(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 reviews due'} of the learner."""
    due = due_counts(learner)
    return {lesson: f"{count} review{'' if count == 1 else 's'} due" for lesson, count in due.items()}


def due_counts(learner: Learner) -> Counter[int]:
    """{lesson id: number of due cards and of questions to ask again that are not rated yet}."""
    cards = Card.objects.asked().filter(learner=learner).due(timezone.now()).order_by()
    again = Question.objects.filter(pk__in=asked_again(learner)).order_by()
    lessons = cards.values_list("key_moment__lesson", "question__lesson")
    due = Counter(of_moment or of_question for of_moment, of_question in lessons)
    due.update(again.exclude(cards__learner=learner).values_list("lesson", flat=True))
    return due
