"""The texts of a lesson that are still as its recorded run wrote them."""

from collections.abc import Iterator, Sequence

from lessons.models import Lesson
from lessons.plugin import Finding
from live_demo.lab import Lab
from live_demo.record.desk.rows import rows_of
from live_demo.trace.point import TracePoint

_WORDS = "it is still as the run wrote it: say it in your words"


def unchanged_texts(lesson: Lesson, points: Sequence[TracePoint], lab: Lab) -> Iterator[Finding]:
    """The texts of the concept flow and the transcript that nobody has changed since `fill` wrote them."""
    rows = rows_of(points, lab)
    flow = {row["text"] for row, _ in rows.flow}
    for index, step in enumerate(lesson.flow_steps.all()):
        if step.text in flow:
            yield ("lesson", "flow", "steps", index, "text"), _WORDS
    written = {row["text"] for row in rows.transcript}
    for index, part in enumerate(lesson.transcript_parts.all()):
        if part.text in written:
            yield ("transcript", index, "text"), _WORDS
