"""trace.json, the recorded run of a lesson folder."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from lessons.models import Lesson
from lessons.plugin import Content, FolderFile, LessonContext
from live_demo.runs.models import Recording
from live_demo.trace.point import TracePoint

_POINT = TypeAdapter(TracePoint)


def _trace_point(data: dict[str, Any]) -> dict[str, Any]:
    try:
        TracePoint.from_json(data)
        _POINT.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise ValueError(f"no trace point ({reason}); record it anew with record_runs") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"no trace point ({error}); record it anew with record_runs") from error
    return data


class RecordingContent(Content):
    """trace.json"""

    server: Annotated[str, Field(max_length=40)]
    points: list[Annotated[dict[str, Any], AfterValidator(_trace_point)]]


class RecordingFile(FolderFile):
    filename = "trace.json"
    schema = RecordingContent
    edited = False
    generated = (Recording._meta.label,)
    required = False

    def content_of(self, lesson: Lesson, context: LessonContext | None = None) -> RecordingContent | None:
        data = self.data_of(lesson)
        return RecordingContent(**data) if data else None

    def data_of(self, lesson: Lesson) -> dict[str, Any]:
        recording = Recording.objects.filter(lesson=lesson).first()
        return {"server": recording.server, "points": recording.trace} if recording else {}

    def save(self, lesson: Lesson, content: RecordingContent) -> None:
        Recording.objects.update_or_create(
            lesson=lesson,
            defaults={
                "server": content.server,
                "trace": content.points,
                "script": lesson.browser_side.as_data(),
            },
        )
