"""What the options of a quiz claim of the lesson's run."""

from collections.abc import Iterator

from lessons.models import Lesson
from lessons.plugin import Claim
from quizzes.models import Question


def claims_of_quiz(lesson: Lesson) -> Iterator[Claim]:
    """Each option of each question that has options: the right one is said to hold, the others not to."""
    asked = Question.objects.with_choices().filter(lesson=lesson, kind__in=["single", "multiple"])
    for question in asked:
        for choice in question.choices.all():
            where = f"question '{question.key}', option {choice.key}"
            yield Claim(where, question.text, choice.text, question.proof, choice.is_right)
