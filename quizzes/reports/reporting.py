"""Store the reports of learners, within limits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner
from quizzes.question_models import Question
from quizzes.reports.models import Report

MAX_PER_DAY = 5
"""Open reports of one learner that were made within 24 hours."""
_DAY = timedelta(days=1)


class ReportedAlreadyError(Exception):
    """The learner has an open report about this question."""


class TooManyReportsError(Exception):
    """The learner has `MAX_PER_DAY` open reports from the last 24 hours."""


@transaction.atomic
def report(learner: Learner, question: Question, *, reason: str, text: str) -> Report:
    """Store a report. Raises `ReportedAlreadyError` and `TooManyReportsError`."""
    Learner.objects.select_for_update().get(pk=learner.pk)  # simultaneous reports of a learner wait here
    if has_reported(learner, question):
        raise ReportedAlreadyError
    today = Report.objects.open().filter(learner=learner, created_at__gt=timezone.now() - _DAY)
    if today.count() >= MAX_PER_DAY:
        raise TooManyReportsError
    return Report.objects.create(learner=learner, question=question, reason=reason, text=text)


def has_reported(learner: Learner | None, question: Question) -> bool:
    """Whether the learner has an open report about this question."""
    return learner is not None and Report.objects.open().filter(learner=learner, question=question).exists()
