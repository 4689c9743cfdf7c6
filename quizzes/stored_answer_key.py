"""The answer keys of questions, out of the database."""

from datetime import datetime
from functools import lru_cache

from lessons.models import Lesson
from lessons.plugin import RecordedValue
from lessons.recorded import recorded_value
from quizzes.attempt_models import Attempt
from quizzes.earlier_value import EarlierValue
from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.question_models import Question
from quizzes.questions import questions_in, questions_of

MAX_CACHED = 128
"""Quizzes whose answer keys this process keeps: the most recently used. One of 100 questions takes 200 kB."""


def answer_key(question: Question) -> AnswerKey:
    """The answer key of one question. It reads the recorded run if the type of the question needs it."""
    cell = question.type.cell(question.expects)
    return AnswerKey(
        question=question.key,
        proof=question.proof,
        choices=[
            KeyChoice(
                key=choice.key,
                is_right=choice.is_right,
                feedback=choice.feedback,
                text=choice.text,
                missed=choice.missed,
                percent=choice.percent,
                match=choice.match,
            )
            for choice in question.choices.all()
        ],
        general_feedback=question.general_feedback,
        kind=question.kind,
        expects=question.expects,
        reveal=question.reveal,
        recorded=_recorded(question, *cell) if cell else None,
    )


def _recorded(question: Question, variable: str, after: int | None) -> RecordedValue | None:
    """The value in the recorded run; the value that the run had for a question out of an older version."""
    value = recorded_value(question.lesson, variable, after)
    if question.recorded is None or (value and value.text == question.recorded):
        return value
    return EarlierValue(question.recorded)


def answer_keys_in(attempt: Attempt) -> tuple[AnswerKey, ...]:
    """The answer keys by which an attempt is graded, in its quiz's order."""
    return tuple(map(answer_key, questions_in(attempt))) if attempt.version else answer_keys(attempt.lesson)


def answer_keys(lesson: Lesson) -> tuple[AnswerKey, ...]:
    """The answer keys of a lesson, in the quiz's order, cached in this process.

    Django's cache would unpickle them for every call, which is half of the time of grading. A saved lesson
    has a new `changed_at`, so a change counts at once.
    """
    return _answer_keys(lesson.pk, lesson.changed_at)


@lru_cache(maxsize=MAX_CACHED)
def _answer_keys(pk: int, changed_at: datetime) -> tuple[AnswerKey, ...]:
    """`changed_at` only makes the cache tell versions of the lesson apart."""
    return tuple(answer_key(question) for question in questions_of(Lesson.every.get(pk=pk)))
