"""Copy the questions of one lesson to another."""

from lessons.drafts.copying import copied, copy_rows, store
from lessons.models import Lesson
from quizzes.question_models import Question


def copy_questions(source: Lesson, target: Lesson) -> None:
    """Copy the questions that are asked, with their choices and hints."""
    made = copy_rows(Question.objects.with_choices().filter(lesson=source), lesson=target)
    store(copied(row, question=made[question]) for question in made for row in question.choices.all())
    store(copied(row, question=made[question]) for question in made for row in question.hints.all())
