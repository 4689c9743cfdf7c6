"""The questions of a lesson as grading needs them, made once for each version and kept by this process.

Out of Django's cache each call would unpickle all of them, which is half of the time of grading.
"""

from datetime import datetime
from functools import lru_cache

from lessons.models import Lesson
from quizzes.grading import GradedQuestion
from quizzes.sheet import graded, questions_of

MOST = 128
"""Quizzes that are kept, those used last. One of 100 questions takes about 200 kB."""


def prepared(lesson: Lesson) -> tuple[GradedQuestion, ...]:
    """In the quiz's order. A saved lesson is a new version, so a change counts at once."""
    return _prepared(lesson.pk, lesson.changed_at)


@lru_cache(maxsize=MOST)
def _prepared(pk: int, changed_at: datetime) -> tuple[GradedQuestion, ...]:
    """`changed_at` is there to tell versions apart."""
    return tuple(graded(question) for question in questions_of(Lesson.objects.get(pk=pk)))
