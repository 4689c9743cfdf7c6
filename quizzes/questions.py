"""The questions of a lesson, from the cache."""

from lessons.models import Lesson
from lessons.rendering import cached_per_version
from quizzes.quiz_models import Question


def questions_of(lesson: Lesson) -> list[Question]:
    """The questions of this version of the lesson, in order, with their choices and hints.

    They are cached for each version of a lesson, so that most calls make no query.
    """
    rows = Question.objects.with_choices().filter(lesson=lesson)
    questions = cached_per_version(lesson, "questions", lambda: list(rows))
    for question in questions:
        question.lesson = lesson
    return questions
