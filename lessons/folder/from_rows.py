"""The content of a lesson folder, made of the rows of its lesson."""

from collections.abc import Sequence
from typing import Any

from lessons.folder.files import plugin_files
from lessons.folder.schema import LessonFolder, MomentContent, TrackContent, TrackerContent, VariableContent
from lessons.models import FlowStep, Lesson, Step, Track
from lessons.plugin import Content

SAME_IN_LESSON = ("title", "summary", "minutes", "status", "marks", "lab", "what_ifs")
"""Fields that have the same name and value in lesson.toml and in the row of the lesson."""
SAME_IN_STEP = ("action", "evaluation", "result", "reached_by", "sent_by")


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
        **same_fields(lesson, SAME_IN_LESSON),
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


def same_fields(source: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _flow_data(row: FlowStep) -> dict[str, Any]:
    covers = [step.number for step in row.steps.all()]
    return {"title": row.title, "at": row.place, "text": row.text, "covers": covers}


def _step_data(row: Step) -> dict[str, Any]:
    return {
        **same_fields(row, SAME_IN_STEP),
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


def file_contents(lesson: Lesson) -> dict[str, Content]:
    """{file name: content} of the plugins' files that the database holds. Raises `ValidationError`."""
    contents = {file.filename: file.content_of(lesson) for file in plugin_files()}
    return {filename: content for filename, content in contents.items() if content}
