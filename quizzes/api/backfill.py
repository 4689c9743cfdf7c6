"""Give ids, numbers and statements to attempts that an older version of Handshake has stored."""

from typing import Any

from quizzes.api.changes import Changes, changing
from quizzes.api.models import ApiAttempt, ApiClient, ApiLearner, ApiStatement
from quizzes.api.statement_rows import answered_statement, completed_statement
from quizzes.api.storing import record
from quizzes.attempt_models import Attempt
from quizzes.questions import questions_in

AT_ONCE = 500
"""Attempts that one call adopts, the oldest first."""


def backfill(client: ApiClient, **which: Any) -> None:
    """Adopt attempts of the client's learners that the API has no id of. `which` are conditions for them."""
    found = Attempt.objects.filter(learner__api_learner__client=client, api=None, **which)
    if not found.exists():
        return
    with changing(client) as changes:
        there = found.select_related("lesson__track", "version").prefetch_related("responses__question")
        attempts = list(there.order_by("pk")[:AT_ONCE])
        learners = ApiLearner.objects.filter(learner__in={each.learner_id for each in attempts})
        names = {each.learner_id: each for each in learners}
        for attempt in record(changes, attempts):
            _add_statements(changes, attempt, names[attempt.attempt.learner_id])


def _add_statements(changes: Changes, attempt: ApiAttempt, learner: ApiLearner) -> None:
    asked = {question.pk: question for question in questions_in(attempt.attempt)}
    closed = [each for each in attempt.attempt.responses.all() if each.credit is not None]
    statements = [
        answered_statement(changes, attempt, learner, each, asked.get(each.question_id, each.question))
        for each in sorted(closed, key=lambda each: each.answered_at or attempt.attempt.started_at)
    ]
    if attempt.attempt.finished_at:
        score = sum(each.credit or 0 for each in closed)
        statements.append(completed_statement(changes, attempt, learner, score))
    ApiStatement.objects.bulk_create(statements)
