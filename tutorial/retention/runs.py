"""Remove runs, and keep what the progress needs of them."""

from collections import Counter
from collections.abc import Sequence, Set
from uuid import UUID

from django.db import connection

from lessons.models import Learner
from live_demo.models import Prediction, Run, WhatIfAnswer

_WHOSE = ("learner_id", "lesson_id", "what_if")
Whose = tuple[UUID, int, str]
"""The values of `_WHOSE`."""
_ADD = """
    INSERT INTO live_demo_pastruns (learner_id, lesson_id, what_if, count, is_answered) VALUES {rows}
    ON CONFLICT (learner_id, lesson_id, what_if) DO UPDATE SET
    count = live_demo_pastruns.count + excluded.count,
    is_answered = live_demo_pastruns.is_answered OR excluded.is_answered
"""


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
    """Add to what is known of earlier ones, in one statement whatever the number of learners.

    The ORM has no such addition, and took 40 ms of a transaction of 100 ms to write the sums.
    """
    whose = sorted(counts.keys() | answered)  # in one order, whoever else does this
    if not whose:
        return
    key = Learner._meta.pk
    values = [
        value
        for each in whose
        for value in (key.get_db_prep_value(each[0], connection), *each[1:], counts[each], each in answered)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(whose))), values)
