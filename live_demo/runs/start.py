"""Start a run, within the limits of a learner and of the site."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.runs.models import Run


class RunRefusedError(Exception):
    """No run can be started now. The message says why and what to do; `status` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def start_run(
    learner: Learner, lesson: Lesson, *, what_if: str = "", diagnosis_id: UUID | None = None
) -> Run:
    """A new run of the lesson's lab, or of a what-if of it. Raises `RunRefusedError`."""
    _check_runs(learner)
    if what_if:
        _check_workers(learner)
    return Run.objects.create(learner=learner, lesson=lesson, what_if=what_if, diagnosis_id=diagnosis_id)


def _check_runs(learner: Learner) -> None:
    limits = settings.LIVE_DEMO
    minute_ago = timezone.now() - timedelta(minutes=1)
    if learner.runs.filter(started_at__gt=minute_ago).count() >= limits["MAX_RUNS_PER_MINUTE"]:
        raise RunRefusedError(
            f"That was {limits['MAX_RUNS_PER_MINUTE']} runs in a minute. Wait a moment, then connect again.",
            429,
        )
    if Run.objects.open().count() >= limits["MAX_RUNS"]:
        raise RunRefusedError(
            "The server is full: every place for a live run is taken. Try again in a minute; "
            "until then the recorded run shows the same.",
            503,
        )


def _check_workers(learner: Learner) -> None:
    limits = settings.LIVE_DEMO
    what_ifs = Run.objects.open().exclude(what_if="")
    if what_ifs.filter(learner=learner).count() >= limits["MAX_WORKERS_OF_ONE"]:
        raise RunRefusedError("Your other what-ifs are still running. Close one of them, then connect.", 429)
    if what_ifs.count() >= limits["MAX_WORKERS"]:
        raise RunRefusedError(
            "Each what-if runs in a process of its own, and all of these are taken. Try again in a minute; "
            "the lab as written is open.",
            503,
        )


def runs_done(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 runs'}: how many runs the learner has finished, deleted ones too, for the progress."""
    stored = learner.runs.exclude(ended_at=None).order_by().values_list("lesson").annotate(Count("id"))
    past = learner.past_runs.exclude(count=0).order_by().values_list("lesson").annotate(Sum("count"))
    counts = Counter(dict(stored)) + Counter(dict(past))
    return {lesson: f"{count} run{'' if count == 1 else 's'}" for lesson, count in counts.items()}
