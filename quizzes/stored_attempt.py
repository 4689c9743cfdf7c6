"""The latest attempt of a learner and its responses, read by statements that are built once."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery

from lessons.models import Learner, Lesson
from lessons.prepared import Prepared
from quizzes.attempt_models import Attempt, Response
from quizzes.version_models import QuizVersion

_OF_ATTEMPT = [field.attname for field in Attempt._meta.concrete_fields]
_OF_RESPONSE = [field.attname for field in Response._meta.concrete_fields]


def latest_attempt(learner: Learner, lesson: Lesson, *, locked: bool = False) -> Attempt | None:
    """The learner's latest attempt at the lesson, with its version; `locked` until the transaction ends.

    Its `number` counts the learner's attempts at the lesson, from 1. What the version asks is read only when
    it is asked for.
    """
    rows = (_locked if locked else _latest).converted(learner.pk, lesson.pk)
    return _attempt(rows[0], lesson) if rows else None


def stored_responses(attempt: Attempt) -> list[Response]:
    """The responses of the attempt."""
    rows = _responses.converted(attempt.pk)
    return [Response.from_db(connection.alias, _OF_RESPONSE, row) for row in rows]


def _attempts(learner: UUID, lesson: int) -> QuerySet[Attempt, tuple[Any, ...]]:
    version = QuizVersion.objects.filter(pk=OuterRef("version")).values("digest")
    alike = Attempt.objects.filter(learner=learner, lesson=lesson).order_by().values("learner")
    return (
        Attempt.objects.filter(learner=learner, lesson=lesson)
        .annotate(digest=Subquery(version), total=Subquery(alike.annotate(total=Count("pk")).values("total")))
        .values_list(*_OF_ATTEMPT, "digest", "total")[:1]
    )


_latest = Prepared(_attempts, UUID, int)
_locked = Prepared(lambda learner, lesson: _attempts(learner, lesson).select_for_update(), UUID, int)
_responses = Prepared(
    lambda attempt: Response.objects.filter(attempt=attempt).values_list(*_OF_RESPONSE), int
)


def _attempt(row: tuple[Any, ...], lesson: Lesson) -> Attempt:
    *values, digest, number = row
    attempt = Attempt.from_db(connection.alias, _OF_ATTEMPT, values)
    attempt.lesson, attempt.number = lesson, number
    if attempt.version_id is not None:
        attempt.version = QuizVersion.from_db(
            connection.alias, ["id", "digest"], [attempt.version_id, digest]
        )
    return attempt
