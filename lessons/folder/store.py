"""Store the content of a lesson folder as rows. They keep their primary keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lessons.folder.bulk_rows import note_in_history, sync_rows, write_rows
from lessons.folder.from_rows import SAME_IN_LESSON, SAME_IN_STEP, same_fields
from lessons.folder.schema import FlowStepContent, LessonFolder, StepContent, TrackerContent
from lessons.models import FlowStep, KeyMoment, Lesson, Moment, Step, Track, TranscriptPart, Value, Variable


def save_lesson(track: Track, folder: LessonFolder) -> Lesson:
    """Store `folder` as a lesson of `track`, over one with the same slug. Call inside a transaction."""
    content = folder.lesson
    lesson, _ = Lesson.objects.update_or_create(track=track, slug=folder.slug, defaults=_own_fields(folder))
    lesson.needs.set(Lesson.objects.filter(track=track, slug__in=content.needs))
    steps = sync_rows(Step, map(_step_fields, content.execution.steps), lesson=lesson)
    _save_flow(lesson, content.flow.steps, steps)
    save_tracker(lesson, content.tracker)
    sync_rows(KeyMoment, (row.model_dump() for row in content.key_moments), lesson=lesson)
    sync_rows(TranscriptPart, (row.model_dump() for row in folder.transcript), lesson=lesson)
    return lesson


def _own_fields(folder: LessonFolder) -> dict[str, Any]:
    """What the row of the lesson itself holds of `folder`."""
    content = folder.lesson
    return {
        **same_fields(content, SAME_IN_LESSON),
        "number": folder.number,
        "flow_note": content.flow.note,
        "sample_note": content.sample.note,
        "sample_message": content.sample.message,
        "script": [row.as_data() for row in content.script],
        "ends_when": content.execution.ends_when,
        "snapshot": folder.snapshot,
    }


def _step_fields(row: StepContent) -> dict[str, Any]:
    return {
        **same_fields(row, SAME_IN_STEP),
        "holds_when": "\n".join(row.holds_when),
        "wrong_results": "\n".join(row.wrong_results),
        "is_blank": row.blank,
    }


def _save_flow(lesson: Lesson, rows: Sequence[FlowStepContent], steps: Sequence[Step]) -> None:
    fields = ({"title": row.title, "place": row.at, "text": row.text} for row in rows)
    saved = sync_rows(FlowStep, fields, lesson=lesson)
    covered = ([steps[number - 1] for number in row.covers] for row in rows)
    _save_covers(lesson, dict(zip(saved, covered, strict=True)))


def _save_covers(lesson: Lesson, covers: Mapping[FlowStep, Iterable[Step]]) -> None:
    pairs = FlowStep.steps.through.objects
    pairs.filter(flowstep__lesson=lesson).delete()
    pairs.bulk_create(
        pairs.model(flowstep=flow_step, step=step) for flow_step, steps in covers.items() for step in steps
    )
    note_in_history(covers)


def save_tracker(lesson: Lesson, tracker: TrackerContent) -> None:
    """Store `tracker` as the tracker of `lesson`."""
    moments = sync_rows(Moment, (row.model_dump() for row in tracker.moments), lesson=lesson)
    variables = sync_rows(
        Variable, ({"name": row.name, "is_blank": row.blank} for row in tracker.variables), lesson=lesson
    )
    values = [
        Value(variable=variable, moment=moment, text=text, note=note)
        for variable, row in zip(variables, tracker.variables, strict=True)
        for moment, text, note in zip(moments, row.values, row.notes, strict=True)
    ]
    write_rows(values, unique=("variable", "moment"), rest=("text", "note"))
