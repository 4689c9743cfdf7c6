"""Start a run, within the limits of a learner and of a network."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from lessons.models import Learner, Lesson
from lessons.network_limits import hashed, is_within, network, share_of
from lessons.prepared import Prepared
from lessons.refused import RefusedError
from live_demo.lab_settings import lab_settings
from live_demo.runs.models import PastRuns, Run
from live_demo.runs.opening import check_places
from live_demo.runs.quota import one_at_a_time


def start_run(
    request: HttpRequest,
    learner: Learner,
    lesson: Lesson,
    *,
    what_if: str = "",
    diagnosis_id: UUID | None = None,
    source: str = "",
    first_run: str = "",
    member_id: int | None = None,
) -> Run:
    """A new run of the lesson's lab, of a what-if of it, or of the learner's `source`. Raises `RefusedError`.

    `first_run` is the id of the learner's open run of the same lab, for a second browser on its bench.
    `member_id` is that of the learner's place in a room.

    It takes no place yet: its lab socket does. Where that would be refused now, this says so already.
    """
    run = Run(learner=learner, lesson=lesson, what_if=what_if, diagnosis_id=diagnosis_id, source=source)
    run.member_id = member_id
    run.first_run = _first_run(learner, lesson, first_run, is_own=bool(source)) if first_run else None
    check_places(run, hashed(network(request)))
    with one_at_a_time(f"runs of {learner.pk}"):
        _check_rate(request, learner)
        run.save(force_insert=True)
    return run


def _first_run(learner: Learner, lesson: Lesson, run_id: str, *, is_own: bool) -> Run:
    """The open run with this id: of own code if `is_own`, else of a lab in which two have something to say.

    Raises `RefusedError` where there is none that a second browser can join.
    """
    found = find_first_run(learner, lesson, run_id)
    if found is None or bool(found.source) != is_own or not (is_own or lab_settings(lesson.lab).two):
        raise RefusedError("Connect browser A first: B shares its groups and its process.", 409)
    return found


def find_first_run(learner: Learner, lesson: Lesson, run_id: str) -> Run | None:
    """The learner's open run with this id, if it is that of a first browser."""
    with suppress(ValueError):
        open_runs = learner.runs.open().filter(lesson=lesson, first_run=None, what_if="", diagnosis=None)
        return open_runs.filter(pk=UUID(run_id)).first()
    return None


def _check_rate(request: HttpRequest, learner: Learner) -> None:
    minute_ago = timezone.now() - timedelta(minutes=1)
    most = settings.LIVE_DEMO["MAX_RUNS_PER_MINUTE"]
    if learner.runs.filter(started_at__gt=minute_ago).count() >= most:
        raise _too_fast(f"That was {most} runs in a minute.")
    most = share_of(settings.LIVE_DEMO["RUNS_PER_MINUTE"])
    if not is_within(request, "runs.started", limit=most, seconds=60):
        raise _too_fast(f"Your network has started {most} runs within a minute.")


def _too_fast(words: str) -> RefusedError:
    return RefusedError(f"{words} Wait a moment, then connect again.", 429, retry_after=60)


def _counts(learner: UUID) -> QuerySet[Any, Any]:
    """(lesson id, number) of the finished runs of a learner, and of those that were removed."""
    stored = Run.objects.filter(learner=learner).stored().order_by()
    past = PastRuns.objects.filter(learner=learner).exclude(count=0).order_by()
    return (
        stored.values_list("lesson")
        .annotate(Count("id"))
        .union(past.values_list("lesson").annotate(Sum("count")), all=True)
        .order_by()
    )


_run_counts = Prepared(_counts, UUID)


def runs_done(learner: Learner) -> dict[int, str]:
    """{lesson id: '2 runs'}: how many runs the learner has finished, deleted ones too, for the progress."""
    counts: Counter[int] = Counter()
    for lesson, count in _run_counts.rows(learner.pk):
        counts[lesson] += count
    return {lesson: f"{count} run{'' if count == 1 else 's'}" for lesson, count in counts.items()}
