"""Remove runs, and keep what the progress needs of them."""

from collections import Counter
from collections.abc import Sequence, Set
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Q, Value, When

from lessons.models import Learner
from live_demo.models import Prediction, Run, WhatIfAnswer

Whose = tuple[UUID, int, str]
"""Learner, lesson, what-if."""
DEPENDS = {
    Prediction._meta.get_field("run"),
    Run._meta.get_field("first_run"),
    WhatIfAnswer._meta.get_field("run"),
}
"""Fields that refer to a run. A test compares them with the models."""
_ADD = """
    INSERT INTO live_demo_pastruns (learner_id, lesson_id, what_if, count, is_answered) VALUES {rows}
    ON CONFLICT (learner_id, lesson_id, what_if) DO UPDATE SET
    count = live_demo_pastruns.count + excluded.count,
    is_answered = live_demo_pastruns.is_answered OR excluded.is_answered
"""


def remove_runs(ids: Sequence[UUID]) -> None:
    """Delete these runs with their traces and what was said before them. Call it in a transaction.

    Their number and whether a what-if was answered stay in `PastRuns`, and a prediction keeps its grade. The
    statements are few, and their number does not grow with the runs: to a database of its own each is a way.
    """
    counts: Counter[Whose] = Counter()
    answered: set[Whose] = set()
    is_stored, is_graded = (
        Q(is_lost=False, ended_at__isnull=False),
        Q(what_if_answer__graded_at__isnull=False),
    )
    found = Run.objects.filter(pk__in=ids).order_by().annotate(is_stored=is_stored, is_graded=is_graded)
    for learner, lesson, what_if, stored, graded in found.values_list(
        "learner_id", "lesson_id", "what_if", "is_stored", "is_graded"
    ):
        whose = (learner, lesson, what_if)
        counts[whose] += stored
        if graded:
            answered.add(whose)
    _count(+counts, answered)
    _delete(ids)


def _delete(ids: Sequence[UUID]) -> None:
    """Delete runs as the ORM's `delete()` does, with half of its statements. `DEPENDS` lists what depends."""
    was_graded = When(graded_at__isnull=False, then=Value(True))
    is_run_removed = Case(was_graded, default=F("is_run_removed"))
    Prediction.objects.filter(run__in=ids).update(is_run_removed=is_run_removed, run=None)
    Run.objects.filter(first_run__in=ids).update(first_run=None)
    for rows in (WhatIfAnswer.objects.filter(run__in=ids), Run.objects.filter(pk__in=ids)):
        rows.order_by()._raw_delete(rows.db)


def _count(counts: Counter[Whose], answered: Set[Whose]) -> None:
    """Add the removed runs to the counts of each learner's past runs, in one statement.

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
