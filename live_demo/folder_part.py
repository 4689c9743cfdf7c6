"""trace.json, the recorded run of a lesson folder, and the check that a lesson's lab is there."""

from collections.abc import Sequence
from typing import Any

from lessons.folder.faults import Finding
from lessons.folder.parts import Part
from lessons.folder.schema import Content, LessonContent
from lessons.models import Lesson
from live_demo.lab import all_labs
from live_demo.models import Recording
from live_demo.trace import TracePoint


class RecordingContent(Content):
    """trace.json"""

    server: str
    points: list[dict[str, Any]]


class RecordingPart(Part):
    filename = "trace.json"
    schema = RecordingContent
    edited = False
    required = False

    def findings(self, content: RecordingContent, lesson: LessonContent) -> Sequence[Finding]:
        for row, point in enumerate(content.points):
            try:
                TracePoint.from_json(point)
            except (TypeError, ValueError, AttributeError) as error:
                return [(("points", row), f"no trace point: {error}; record it anew with record_runs")]
        return []

    def content_of(self, lesson: Lesson) -> RecordingContent | None:
        recording = Recording.objects.filter(lesson=lesson).first()
        return recording and RecordingContent(server=recording.server, points=recording.trace)

    def save(self, lesson: Lesson, content: RecordingContent) -> None:
        Recording.objects.update_or_create(
            lesson=lesson, defaults={"server": content.server, "trace": content.points}
        )


def lab_findings(lesson: LessonContent) -> Sequence[Finding]:
    """The lab must be one that there is."""
    labs = all_labs()
    if lesson.lab in labs:
        return []
    return [(("lab",), f"there is no lab '{lesson.lab}'; the labs are: {', '.join(labs)}")]
