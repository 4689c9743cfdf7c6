"""Store the content of a lesson folder as rows, and read it back. Rows keep their primary keys."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import reversion
from django.db import models

from lessons.folder.files import plugin_files
from lessons.folder.schema import (
    FlowStepContent,
    LessonFolder,
    MomentContent,
    StepContent,
    TrackContent,
    TrackerContent,
    VariableContent,
)
from lessons.models import (
    FlowStep,
    KeyMoment,
    Lesson,
    Moment,
    Step,
    Track,
    TranscriptPart,
    Value,
    Variable,
)
from lessons.plugin import Content

_SAME_IN_LESSON = ("title", "summary", "minutes", "status", "marks", "lab", "what_ifs")
"""Fields that have the same name and value in lesson.toml and in the row of the lesson."""
_SAME_IN_STEP = ("action", "evaluation", "result", "reached_by", "sent_by")


def track_content(track: Track) -> TrackContent:
    return TrackContent(title=track.title, summary=track.summary, number=track.number)


def lesson_folder(lesson: Lesson) -> LessonFolder:
    """The stored content of `lesson`, without the plugins' files. Raises `ValidationError` if incomplete."""
    return LessonFolder.model_validate(folder_data(lesson))


def folder_data(lesson: Lesson) -> dict[str, Any]:
    """The same as plain data, which may be incomplete."""
    return {
        "slug": lesson.slug,
        "number": lesson.number,
        "lesson": _lesson_data(lesson),
        "snapshot": lesson.snapshot,
        "transcript": [
            {"text": row.text, "points_to": row.points_to} for row in lesson.transcript_parts.all()
        ],
    }


def _lesson_data(lesson: Lesson) -> dict[str, Any]:
    return {
        **_same(lesson, _SAME_IN_LESSON),
        "script": lesson.script,
        "needs": [needed.slug for needed in lesson.needs.all()],
        "flow": {"note": lesson.flow_note, "steps": [_flow_data(row) for row in lesson.flow_steps.all()]},
        "sample": {"note": lesson.sample_note, "message": lesson.sample_message},
        "execution": {
            "ends_when": lesson.ends_when,
            "steps": [_step_data(row) for row in lesson.steps.all()],
        },
        "tracker": tracker_content(lesson).model_dump(),
        "key_moments": [
            {"question": row.question, "answer": row.answer, "points_to": row.points_to}
            for row in lesson.key_moments.all()
        ],
    }


def _same(source: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _flow_data(row: FlowStep) -> dict[str, Any]:
    covers = [step.number for step in row.steps.all()]
    return {"title": row.title, "at": row.place, "text": row.text, "covers": covers}


def _step_data(row: Step) -> dict[str, Any]:
    return {
        **_same(row, _SAME_IN_STEP),
        "holds_when": row.proof,
        "wrong_results": row.expected_instead,
        "blank": row.is_blank,
    }


def tracker_content(lesson: Lesson) -> TrackerContent:
    """The stored tracker, not validated: that of a draft may be empty."""
    return TrackerContent.model_construct(
        moments=[MomentContent(title=row.title, after=row.after) for row in lesson.moments.all()],
        variables=[
            VariableContent(
                name=row.name,
                values=[value.text for value in values],
                notes=[value.note for value in values],
                blank=row.is_blank,
            )
            for row in lesson.variables.all()
            for values in [row.values.all()]
        ],
    )


def existing_lessons(track: str) -> dict[str, int]:
    """{slug: number} of the stored lessons of the track with this slug."""
    return dict(Lesson.objects.filter(track__slug=track).values_list("slug", "number"))


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
        **_same(content, _SAME_IN_LESSON),
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
        **_same(row, _SAME_IN_STEP),
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
    _note_in_history(covers)


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


def sync_rows[Row: models.Model](
    model: type[Row], rows: Iterable[Mapping[str, Any]], **owner: models.Model
) -> list[Row]:
    """Replace the rows of `owner` by these, numbered from 1, and return them. A number keeps its row."""
    rows = list(rows)
    numbered = [model(number=number, **owner, **row) for number, row in enumerate(rows, start=1)]
    if rows:
        write_rows(numbered, unique=(*owner, "number"), rest=tuple(rows[0]))
    model._default_manager.filter(number__gt=len(rows), **owner).delete()
    return numbered


def write_rows(rows: Sequence[models.Model], *, unique: Sequence[str], rest: Sequence[str]) -> None:
    """Insert these rows of one model in one query, or update `rest` of those that have the same `unique`."""
    if rows:
        manager = type(rows[0])._default_manager
        manager.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=rest)
    _note_in_history(rows)


def _note_in_history(rows: Iterable[models.Model]) -> None:
    """Tell an open revision of rows that were written in bulk, which sends no signal.

    One that is managed by hand gets the whole lesson in the end.
    """
    if reversion.is_active() and not reversion.is_manage_manually():
        for row in rows:
            reversion.add_to_revision(row)


def digest(folder: LessonFolder, contents: Mapping[str, Content]) -> str:
    """A SHA-256 in hex of everything that an instructor can change."""
    edited = {
        file.filename: contents[file.filename].model_dump()
        for file in plugin_files()
        if file.edited and file.filename in contents
    }
    return _sha256({"folder": folder.model_dump(), **edited})


def track_digest(content: TrackContent) -> str:
    return _sha256(content.model_dump())


def file_contents(lesson: Lesson) -> dict[str, Content]:
    """{file name: content} of the plugins' files that the database holds. Raises `ValidationError`."""
    contents = {file.filename: file.content_of(lesson) for file in plugin_files()}
    return {filename: content for filename, content in contents.items() if content}


def _sha256(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
