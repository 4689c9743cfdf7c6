"""Store what a learner reports, within limits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner
from quizzes.models import Question, Report

MAX_PER_DAY = 5
"""So many reports of a learner may be open that were made within a day."""
_DAY = timedelta(days=1)


class ReportedAlreadyError(Exception):
    """The learner's report of this question is still open."""


class TooManyReportsError(Exception):
    """The learner has reported as much as one may in a day."""


@transaction.atomic
def report(learner: Learner, question: Question, *, reason: str, text: str) -> Report:
    """Store a report. Raises `ReportedAlreadyError` and `TooManyReportsError`."""
    Learner.objects.select_for_update().get(pk=learner.pk)  # of two reports at once, one waits here
    if has_reported(learner, question):
        raise ReportedAlreadyError
    today = Report.objects.open().filter(learner=learner, created_at__gt=timezone.now() - _DAY)
    if today.count() >= MAX_PER_DAY:
        raise TooManyReportsError
    return Report.objects.create(learner=learner, question=question, reason=reason, text=text)


def has_reported(learner: Learner | None, question: Question) -> bool:
    """Whether the learner's report of this question is still open."""
    return learner is not None and Report.objects.open().filter(learner=learner, question=question).exists()
