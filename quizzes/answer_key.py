"""The answer keys of questions, out of the database."""

from datetime import datetime
from functools import lru_cache

from lessons.models import Lesson
from lessons.recorded import recorded_value
from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.questions import questions_of
from quizzes.quiz_models import Question

MAX_CACHED = 128
"""Quizzes whose answer keys this process keeps: the most recently used. One of 100 questions takes 200 kB."""


def answer_key(question: Question) -> AnswerKey:
    """The answer key of one question. It reads the recorded run if the type of the question needs it."""
    cell = question.type.cell(question.expects)
    return AnswerKey(
        question=question.key,
        proof=question.proof,
        choices=[
            KeyChoice(choice.key, choice.is_right, choice.feedback, choice.text, choice.missed)
            for choice in question.choices.all()
        ],
        kind=question.kind,
        expects=question.expects,
        reveal=question.reveal,
        recorded=recorded_value(question.lesson, *cell) if cell else None,
    )


def answer_keys(lesson: Lesson) -> tuple[AnswerKey, ...]:
    """The answer keys of a lesson, in the quiz's order, cached in this process.

    Django's cache would unpickle them for every call, which is half of the time of grading. A saved lesson
    has a new `changed_at`, so a change counts at once.
    """
    return _answer_keys(lesson.pk, lesson.changed_at)


@lru_cache(maxsize=MAX_CACHED)
def _answer_keys(pk: int, changed_at: datetime) -> tuple[AnswerKey, ...]:
    """`changed_at` only makes the cache tell versions of the lesson apart."""
    return tuple(answer_key(question) for question in questions_of(Lesson.objects.get(pk=pk)))
