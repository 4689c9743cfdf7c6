"""What is wrong with a lesson beyond the fields of its files. Pure, and shared by folder, admin and tests."""

from collections.abc import Iterator, Sequence

from lessons.folder.faults import Finding
from lessons.folder.parts import lesson_checks
from lessons.folder.schema import LessonContent, TranscriptPartContent
from lessons.pointers import pointer_fault


def lesson_findings(lesson: LessonContent) -> list[Finding]:
    """Rows that name rows which are not there, cells that are missing, and what other apps find."""
    return [
        *_flow_findings(lesson),
        *_tracker_findings(lesson),
        *_key_moment_findings(lesson),
        *(finding for check in lesson_checks for finding in check(lesson)),
    ]


def transcript_findings(
    transcript: Sequence[TranscriptPartContent], lesson: LessonContent
) -> Iterator[tuple[int, str]]:
    """(number of the part, what is wrong with its pointer)"""
    for number, part in enumerate(transcript, start=1):
        reason = pointer_fault(part.points_to, lesson.places()) if part.points_to else None
        if reason:
            yield number, reason


def _flow_findings(lesson: LessonContent) -> Iterator[Finding]:
    last = len(lesson.execution.steps)
    for row, step in enumerate(lesson.flow.steps):
        for number in step.covers:
            if number > last:
                yield (
                    ("flow", "steps", row, "covers"),
                    f"covers step {number}, but the execution table has {last}",
                )


def _tracker_findings(lesson: LessonContent) -> Iterator[Finding]:
    tracker = lesson.tracker
    names: set[str] = set()
    for row, moment in enumerate(tracker.moments):
        if moment.after and moment.after > len(lesson.execution.steps):
            yield ("tracker", "moments", row, "after"), f"there is no step {moment.after}"
    for row, variable in enumerate(tracker.variables):
        if variable.name in names:
            yield ("tracker", "variables", row, "name"), f"'{variable.name}' is there twice"
        names.add(variable.name)
        wanted, given = len(tracker.moments), len(variable.values)
        if given != wanted:
            yield (
                ("tracker", "variables", row, "values"),
                f"{given} values for {wanted} moments: write one for each",
            )
        if len(variable.notes) > given:
            yield ("tracker", "variables", row, "notes"), "more notes than values"


def _key_moment_findings(lesson: LessonContent) -> Iterator[Finding]:
    for row, moment in enumerate(lesson.key_moments):
        if reason := pointer_fault(moment.points_to, lesson.places()):
            yield ("key_moments", row, "points_to"), reason
