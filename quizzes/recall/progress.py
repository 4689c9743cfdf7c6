"""What of a lesson is to be reviewed."""

from collections import Counter

from django.utils import timezone

from lessons.models import Learner
from quizzes.models import Card, Question


def reviews_due(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 reviews due'}: cards that are due, and questions answered wrong and not rated yet."""
    cards = Card.objects.filter(learner=learner).due(timezone.now()).order_by()
    wrong = Question.objects.answered_wrong_by(learner).exclude(cards__learner=learner).order_by()
    lessons = cards.values_list("key_moment__lesson", "question__lesson")
    due = Counter(of_moment or of_question for of_moment, of_question in lessons)
    due.update(wrong.values_list("lesson", flat=True))
    return {lesson: f"{count} review{'' if count == 1 else 's'} due" for lesson, count in due.items()}
