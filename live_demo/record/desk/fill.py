"""Store what a run shows as the rows of a lesson that has none."""

from typing import Any

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from lessons.models import FlowStep, Lesson, Moment, Step, TranscriptPart, Value, Variable
from live_demo.lab import all_labs
from live_demo.record.desk.rows import RunRows, rows_of
from live_demo.trace.point import TracePoint

ENDS = {
    "websocket.disconnect": "The run ends when the socket is closed.",
    "websocket.close": "The run ends when the consumer closes the socket.",
}


def may_fill(lesson: Lesson) -> bool:
    """Whether the lesson is a draft without the rows that a run can write."""
    sections = (lesson.steps, lesson.flow_steps, lesson.moments, lesson.variables, lesson.transcript_parts)
    return lesson.is_draft and not any(section.exists() for section in sections)


@transaction.atomic
def fill(
    lesson: Lesson,
    points: list[TracePoint],
    user: AbstractBaseUser | None,
    script: list[dict[str, Any]] | None = None,
) -> list[TracePoint]:
    """Write the rows, as one revision. Returns the points with the steps in them.

    `script` is that of `lesson` with the awaits that the run has found. It is stored unless somebody has
    changed the script meanwhile. Nothing is written where somebody has begun to write rows meanwhile.
    """
    before = lesson.script
    lesson = Lesson.every.select_for_update().get(pk=lesson.pk)
    if not may_fill(lesson):
        return points
    rows = rows_of(points, all_labs()[lesson.lab])
    with reversion.create_revision():
        if user:
            reversion.set_user(user)
        reversion.set_comment(f"Its rows were written from a run: {len(rows.steps)} steps.")
        _store(lesson, rows)
        if script and lesson.script == before:
            lesson.script = script
        last = rows.steps[-1]["reached_by"].partition(" ")[0] if rows.steps else ""
        lesson.ends_when = lesson.ends_when or ENDS.get(last, "")
        lesson.save()
    return rows.points


def _store(lesson: Lesson, rows: RunRows) -> None:
    steps = [Step.objects.create(lesson=lesson, number=n, **row) for n, row in enumerate(rows.steps, 1)]
    for number, (row, covers) in enumerate(rows.flow, start=1):
        made = FlowStep.objects.create(lesson=lesson, number=number, **row)
        made.steps.set(steps[each - 1] for each in covers)
    moments = [Moment.objects.create(lesson=lesson, number=n, **row) for n, row in enumerate(rows.moments, 1)]
    for number, (name, texts) in enumerate(rows.variables.items(), start=1):
        variable = Variable.objects.create(lesson=lesson, number=number, name=name)
        Value.objects.bulk_create(
            Value(variable=variable, moment=moment, text=text)
            for moment, text in zip(moments, texts, strict=True)
        )
    for number, row in enumerate(rows.transcript, start=1):
        TranscriptPart.objects.create(lesson=lesson, number=number, **row)
