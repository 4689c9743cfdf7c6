"""Store the attempts of a client's learners. A call stores everything or nothing.

Every function that takes `Changes` runs in the transaction of `changing`, which holds the client's lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet, Sum
from django.utils import timezone

from lessons.models import Learner, Lesson
from quizzes.api.changes import Changes
from quizzes.api.models import ApiAttempt, ApiClient, ApiLearner, ApiStatement
from quizzes.api.statement_rows import answered_statement, completed_statement
from quizzes.attempt_models import Attempt, Response
from quizzes.grading import Grade
from quizzes.question_models import Question
from quizzes.questions import questions_in, version_of

_RESPONSES = Prefetch("attempt__responses", Response.objects.select_related("question"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one call adds to an attempt: graded answers, and its end if it `finishes`."""

    attempt: ApiAttempt
    learner: ApiLearner
    grades: Sequence[Grade]
    finishes: bool = False


def attempts_of(client: ApiClient) -> QuerySet[ApiAttempt, Any]:
    """The attempts of this client's learners in the order of their latest change, with `learner_name`.

    Their responses are prefetched.
    """
    return (
        ApiAttempt.objects.filter(client=client)
        .annotate(learner_name=F("attempt__learner__api_learner__external_id"))
        .select_related("attempt__lesson__track")
        .prefetch_related(_RESPONSES, "attempt__version")
        .order_by("change")
    )


def known_learners(client: ApiClient, names: Iterable[str]) -> dict[str, ApiLearner]:
    """{name: learner} of the client's learners of these names."""
    found = ApiLearner.objects.filter(client=client, external_id__in=names).select_related("learner")
    return {each.external_id: each for each in found}


def learners_named(client: ApiClient, names: Sequence[str]) -> dict[str, ApiLearner]:
    """{name: learner} of the client's learners of these names, which differ. Who is new is created."""
    found = known_learners(client, names)
    new = [name for name in names if name not in found]
    learners = Learner.objects.bulk_create([Learner() for _ in new])
    made = ApiLearner.objects.bulk_create(
        [
            ApiLearner(client=client, external_id=name, learner=learner)
            for name, learner in zip(new, learners, strict=True)
        ]
    )
    return found | {each.external_id: each for each in made}


def open_attempts(lesson: Lesson, learners: Iterable[ApiLearner]) -> dict[Any, ApiAttempt]:
    """{learner's id: open attempt at the lesson} of the learners who have one, with its responses."""
    found = ApiAttempt.objects.select_related("attempt__lesson__track").filter(
        attempt__learner__in=[each.learner_id for each in learners],
        attempt__lesson=lesson,
        attempt__finished_at=None,
    )
    return {each.attempt.learner_id: each for each in found.prefetch_related(_RESPONSES, "attempt__version")}


def start(changes: Changes, lesson: Lesson, learners: Sequence[ApiLearner]) -> list[ApiAttempt]:
    """A new attempt at the quiz as it is now, for each of these learners, who have no open one."""
    if not learners:
        return []
    version = version_of(lesson)
    new = [Attempt(learner=each.learner, lesson=lesson, version=version) for each in learners]
    return record(changes, Attempt.objects.bulk_create(new))


def record(changes: Changes, attempts: Sequence[Attempt]) -> list[ApiAttempt]:
    """Give these attempts the ids by which the API knows them."""
    return ApiAttempt.objects.bulk_create(
        [ApiAttempt(attempt=each, client=changes.client, change=changes.next()) for each in attempts]
    )


def add(changes: Changes, entries: Sequence[Entry]) -> None:
    """Store what is new in attempts, and the statements that tell of it."""
    now = timezone.now()
    responses = _responses(entries, now)
    Response.objects.bulk_create([each for those in responses.values() for each in those])
    ended = _finish([each.attempt.attempt for each in entries if each.finishes], now)
    for entry in entries:
        entry.attempt.change = changes.next()
    ApiAttempt.objects.bulk_update([each.attempt for each in entries], ["change"])
    statements = []
    for entry in entries:
        common = (changes, entry.attempt, entry.learner)
        statements += [
            answered_statement(*common, each, each.question) for each in responses[entry.attempt.pk]
        ]
        if entry.finishes:
            statements.append(completed_statement(*common, ended[entry.attempt.attempt_id]))
    ApiStatement.objects.bulk_create(statements)


def _responses(entries: Sequence[Entry], now: datetime) -> dict[int, list[Response]]:
    """{attempt's id: its new responses}, not stored yet."""
    asked: dict[tuple[int, int | None], dict[str, Question]] = {}
    found = {}
    for entry in entries:
        attempt = entry.attempt.attempt
        quiz = (attempt.lesson_id, attempt.version_id)
        if quiz not in asked:
            asked[quiz] = {question.key: question for question in questions_in(attempt)}
        found[entry.attempt.pk] = [
            Response(
                attempt=attempt,
                question=asked[quiz][grade.question],
                answer=grade.choice,
                first_wrong=None if grade.correct else grade.choice,
                tries=1,
                best=grade.credit,
                credit=grade.credit,
                answered_at=now,
            )
            for grade in entry.grades
        ]
    return found


def _finish(attempts: Sequence[Attempt], now: datetime) -> dict[int, float]:
    """Finish these attempts. Returns {id: score}."""
    for attempt in attempts:
        attempt.finished_at = now
    pks = [each.pk for each in attempts]
    Attempt.objects.filter(pk__in=pks).update(finished_at=now)
    scores = (
        Response.objects.filter(attempt__in=pks).values_list("attempt").annotate(Sum("credit")).order_by()
    )
    return dict.fromkeys(pks, 0.0) | {pk: score or 0.0 for pk, score in scores}
