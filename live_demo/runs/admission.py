"""Whether the owner of a run may still have it: tickets live for an hour, accounts and lessons change."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from lessons.models import Lesson
from live_demo.runs.models import Run


def may_run(run: Run) -> bool:
    """Whether the learner's account is active, if there is one, and may see the lesson. Makes a query."""
    user = run.learner.user
    if user and not user.is_active:
        return False
    return Lesson.objects.visible_to(user or AnonymousUser()).filter(pk=run.lesson_id).exists()


def no_longer_allowed(run_ids: Collection[str]) -> set[str]:
    """Those of the runs, as hex digits, whose learners may not go on with them."""
    doubtful = Run.objects.filter(
        Q(learner__user__is_active=False) | Q(lesson__status=Lesson.Status.DRAFT), pk__in=run_ids
    )
    runs = doubtful.defer("trace").select_related("learner__user")
    return {run.pk.hex for run in runs if not may_run(run)}
