"""Copy the questions of one lesson to another."""

from lessons.drafts.copying import copy_row
from lessons.models import Lesson
from quizzes.question_models import Question


def copy_questions(source: Lesson, target: Lesson) -> None:
    """Copy the questions that are asked, with their choices and hints."""
    for question in Question.objects.with_choices().filter(lesson=source):
        rows = [*question.choices.all(), *question.hints.all()]
        made = copy_row(question, lesson=target)
        for row in rows:
            copy_row(row, question=made)
