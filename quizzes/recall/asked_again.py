"""The questions that a learner is asked again: what was answered wrong, or right by guessing.

Everything starts from the rows of this learner. Asking each question for its latest answer instead makes the
database walk the answers of all learners.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lessons.models import Learner
from lessons.prepared import Prepared, moment
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question


class Closed(NamedTuple):
    """A response that is final. `answered_at` is missing in rows of early versions."""

    question: int
    credit: float
    confidence: str
    answered_at: datetime | None
    attempt: int
    reveal: str
    is_retired: bool
    lesson: int

    @property
    def was_guessed(self) -> bool:
        return self.credit == 1 and self.confidence == Response.Confidence.GUESSING


_FIELDS = (
    "question",
    "credit",
    "confidence",
    "answered_at",
    "attempt",
    "question__reveal",
    "question__is_retired",
    "question__lesson",
)


_closed = Prepared(
    lambda learner: (
        Response.objects.closed()
        .filter(attempt__learner=learner)
        .order_by("answered_at", "pk")
        .values_list(*_FIELDS)
    ),
    UUID,
)


def asked_again(learner: Learner) -> dict[int, Closed]:
    """{question id: its latest response}, where that earned less than full credit or was a right guess.

    Questions whose right answer the learner may not know yet are left out. 'When the quiz is finished' means
    a complete attempt here: an attempt that was given up reveals nothing.
    """
    closed = [Closed(*row)._replace(answered_at=moment(row[3])) for row in _closed.rows(learner.pk)]
    latest = {each.question: each for each in closed}.values()
    wrong = [each for each in latest if (each.credit < 1 or each.was_guessed) and not each.is_retired]
    complete = _complete(wrong, Counter(each.attempt for each in closed))
    return {
        each.question: each
        for each in wrong
        if each.reveal == Question.Reveal.CLOSED
        or (each.reveal == Question.Reveal.FINISHED and each.attempt in complete)
    }


def _complete(wrong: Sequence[Closed], answered: Counter[int]) -> set[int]:
    """The attempts with every question answered, of those whose right answers wait for that."""
    waiting = {each.attempt for each in wrong if each.reveal == Question.Reveal.FINISHED}
    if not waiting:
        return set()
    attempts = Attempt.objects.with_total().filter(pk__in=waiting)
    totals = attempts.values_list("pk", "total")  # type: ignore[misc]  # `total` is an annotation
    return {attempt for attempt, total in totals if answered[attempt] >= total}
