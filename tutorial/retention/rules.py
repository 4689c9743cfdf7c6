"""What `clean_up` removes, kind by kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet
from django.utils import timezone

from lessons.drafts.bin import outdated_in_bin
from lessons.models import Learner, Upload
from live_demo.models import Room, Run
from quizzes.models import QuestionImport, StoredResponse
from tutorial.retention.pictures import remove_pictures, unused_pictures
from tutorial.retention.runs import remove_runs

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of rows: those whose time is over now, and how some of them are deleted, by their keys."""

    name: str
    outdated: Callable[[], Rows]
    delete: Callable[[Sequence[Any]], None]


def rule(
    name: str, outdated: Callable[[], Rows], delete: Callable[[Sequence[Any]], None] | None = None
) -> Rule:
    """A rule for outdated rows. By default `delete` deletes the rows and all rows that depend on them."""

    def cascade(keys: Sequence[Any]) -> None:
        model: type[Model] = outdated().model
        model._base_manager.filter(pk__in=keys).delete()

    return Rule(name, outdated, delete or cascade)


def _before(name: str) -> datetime:
    """Rows older than this time can be removed. `name` is a key of `settings.RETENTION`."""
    moment: datetime = timezone.now() - settings.RETENTION[name]
    return moment


def _guests() -> Rows:
    """Learners without an account whose browser has not come back. API clients delete their own learners."""
    guests = Learner.objects.filter(user=None, api_learner=None)
    return guests.filter(last_act_on__lt=_before("guests").date())


RULES = (
    rule("sessions", lambda: Session.objects.filter(expire_date__lt=timezone.now())),
    rule(
        "failed sign-ins",
        lambda: AccessAttempt.objects.filter(attempt_time__lt=_before("failed_sign_ins")),
    ),
    rule(
        "records of failed sign-ins",
        lambda: AccessFailureLog.objects.filter(attempt_time__lt=_before("failed_sign_ins")),
    ),
    rule(
        "records of sign-ins", lambda: AccessLog.objects.filter(attempt_time__lt=_before("failed_sign_ins"))
    ),
    rule("answers of the API", lambda: StoredResponse.objects.filter(claimed_at__lt=_before("api_answers"))),
    rule("uploads", lambda: Upload.objects.exclude(pk__in=Upload.objects.fresh())),
    rule(
        "files of questions",
        lambda: QuestionImport.objects.exclude(pk__in=QuestionImport.objects.fresh()),
    ),
    rule("deleted lessons", outdated_in_bin),
    rule("pictures", unused_pictures, remove_pictures),
    rule("rooms", lambda: Room.objects.forgotten()),
    rule("runs that nobody opened", lambda: Run.objects.never_opened(), remove_runs),
    rule("runs", lambda: Run.objects.outdated(), remove_runs),
    rule("guests", _guests),
)
"""All rules, in their order: rows that a later rule would delete along are removed in own batches before."""
