"""Whether the owner of a run may still have it: tickets live for an hour, accounts and lessons change."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from lessons.models import Lesson
from live_demo.runs.models import Run

NOT_ALLOWED = 4003
"""The close code of the sockets of a run that its learner may not have any more."""
WHY = "This account was closed, the lesson was withdrawn, or the data of this run was deleted."


def may_run(run: Run) -> bool:
    """Whether the learner's account is active, if there is one, and may see the lesson. Makes a query."""
    user = run.learner.user
    if user and not user.is_active:
        return False
    return Lesson.every.visible_to(user or AnonymousUser()).filter(pk=run.lesson_id).exists()


def no_longer_allowed(run_ids: Collection[str]) -> set[str]:
    """Ids (hex) of the runs that are deleted, or with which their learners may not go on."""
    known = {pk.hex for pk in Run.objects.filter(pk__in=run_ids).values_list("pk", flat=True)}
    doubtful = Run.objects.filter(
        Q(learner__user__is_active=False) | Q(lesson__status=Lesson.Status.DRAFT), pk__in=run_ids
    )
    runs = doubtful.defer("trace").select_related("learner__user")
    return (set(run_ids) - known) | {run.pk.hex for run in runs if not may_run(run)}
