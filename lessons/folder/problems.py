"""What stands in the way of a lesson that the database holds: to be exported, or to be published."""

from collections.abc import Callable, Iterator
from string import ascii_lowercase
from typing import Any

from pydantic import ValidationError

from lessons.folder.faults import Finding, Key, findings_in
from lessons.folder.parts import Part, parts
from lessons.folder.schema import LessonFolder, Surroundings
from lessons.folder.store import folder_data, lesson_folder, lessons_held
from lessons.models import Lesson


def problems_of(lesson: Lesson) -> list[str]:
    """Why `lesson` is not complete, in an instructor's words: nothing, as a rule."""
    return [_told(finding) for finding in _incomplete(lesson)]


def hindrances_of(lesson: Lesson) -> list[str]:
    """Why it cannot be published: it is not complete, or has a question that nobody could answer."""
    return problems_of(lesson) or [_told(finding) for finding in _contradicted(lesson)]


def _incomplete(lesson: Lesson) -> Iterator[Finding]:
    data = folder_data(lesson)
    around = Surroundings.of(data["lesson"], lessons_held(lesson.track.slug), lesson.number)
    yield from _faults(lambda: LessonFolder.model_validate(data, context=around))
    for part in parts:
        yield from _faults(lambda part=part: _checked(part, lesson, around))  # type: ignore[misc]


def _checked(part: Part, lesson: Lesson, around: Surroundings) -> None:
    if not part.content_of(lesson, around) and part.required:
        name = part.filename.split(".")[0]
        raise ValidationError.from_exception_data(name, [{"type": "missing", "loc": (name,), "input": None}])


def _contradicted(lesson: Lesson) -> Iterator[Finding]:
    folder = lesson_folder(lesson)
    folder.lesson.status = Lesson.Status.PUBLISHED
    held = {part.filename: content for part in parts if (content := part.content_of(lesson))}
    for part in parts:
        if content := held.get(part.filename):
            yield from part.contradictions(content, folder, held)


def _faults(check: Callable[[], Any]) -> list[Finding]:
    try:
        check()
    except ValidationError as error:
        return findings_in(error)
    return []


def _told(finding: Finding) -> str:
    key, reason = finding
    return f"{spoken(key)}: {reason}"


def spoken(key: Key) -> str:
    """('questions', 7, 'choices', 3, 'feedback') as 'question 8, choice d, feedback'."""
    words: list[str] = []
    for part in key[1:] if key[:1] == ("lesson",) else key:
        if not isinstance(part, int):
            words.append(part.replace("_", " "))
        elif words and words[-1] == "choices":
            words[-1] = f"choice {ascii_lowercase[part]}"
        elif words:
            words[-1] = f"{words[-1].removesuffix('s')} {part + 1}"
    return ", ".join(words)
