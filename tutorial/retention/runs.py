"""Remove runs, and keep what the progress needs of them."""

from collections import Counter
from collections.abc import Sequence, Set
from uuid import UUID

from live_demo.models import PastRuns, Prediction, Run, WhatIfAnswer

_WHOSE = ("learner_id", "lesson_id", "what_if")
Whose = tuple[UUID, int, str]
"""The values of `_WHOSE`."""


def remove_runs(ids: Sequence[UUID]) -> None:
    """Delete these runs with their traces and what was said before them. Call it in a transaction.

    Their number and whether a what-if was answered stay in `PastRuns`, and a prediction keeps its grade.
    """
    runs = Run.objects.filter(pk__in=ids)
    graded = WhatIfAnswer.objects.filter(run__in=ids).exclude(graded_at=None)
    answered = set(graded.values_list(*(f"run__{name}" for name in _WHOSE)))
    counts = Counter(runs.stored().order_by().values_list(*_WHOSE))
    _count(counts, answered)
    predictions = Prediction.objects.filter(run__in=ids)
    predictions.graded().update(run=None, is_run_removed=True)
    runs.only("pk").delete()


def _count(counts: Counter[Whose], answered: Set[Whose]) -> None:
    """Add to what is known of earlier ones, in a number of queries that does not grow with the learners."""
    known = counts.keys() | answered
    whose = sorted(known)  # in one order, whoever else does this
    new = [PastRuns(**dict(zip(_WHOSE, each, strict=True))) for each in whose]
    PastRuns.objects.bulk_create(new, ignore_conflicts=True)
    learners = {learner for learner, _, _ in whose}
    kept = PastRuns.objects.select_for_update().filter(learner__in=learners).order_by("pk")
    changed = [past for past in kept if _whose(past) in known]
    for past in changed:
        key = _whose(past)
        past.count += counts[key]
        past.is_answered = past.is_answered or key in answered
    PastRuns.objects.bulk_update(changed, ["count", "is_answered"])


def _whose(past: PastRuns) -> Whose:
    return past.learner_id, past.lesson_id, past.what_if
