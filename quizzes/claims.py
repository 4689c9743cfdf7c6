"""The claims that the options of a quiz make about the lesson's run."""

from collections.abc import Iterator

from lessons.models import Lesson
from lessons.plugin import Claim, Key
from quizzes.kinds import kinds
from quizzes.question_models import Question


def claims_of_quiz(lesson: Lesson) -> Iterator[Claim]:
    """A claim for each option of the types with `chooses_options`. Right options are said to hold."""
    asked = Question.objects.with_choices().filter(lesson=lesson)
    for question in asked.filter(kind__in=[name for name, kind in kinds.items() if kind.chooses_options]):
        for choice in question.choices.all():
            where = f"question '{question.key}', option {choice.key}"
            key: Key = ("questions", question.number - 1, "choices", choice.number - 1, "is_right")
            yield Claim(where, question.text, choice.text, question.proof, choice.is_right, key)
