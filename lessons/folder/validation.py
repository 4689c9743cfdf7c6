"""Reasons why a lesson in the database cannot be exported or published."""

from collections.abc import Callable, Iterator
from string import ascii_lowercase
from typing import Any

from pydantic import ValidationError

from lessons.folder.context import lesson_context
from lessons.folder.faults import findings_in
from lessons.folder.files import plugin_files
from lessons.folder.from_rows import existing_lessons, file_contents, folder_data
from lessons.folder.schema import LessonFolder
from lessons.models import Lesson
from lessons.plugin import Finding, FolderFile, Key, LessonContext
from lessons.recorded import recorded_run_in


def problems_of(lesson: Lesson) -> list[str]:
    """Reasons why `lesson` is not complete, in an instructor's words; an empty list if it is."""
    return [sentence(finding) for finding in _incomplete(lesson)]


def publish_blockers(lesson: Lesson) -> list[str]:
    """Reasons why `lesson` cannot be published: it is incomplete, or its recorded run lacks an answer."""
    return [sentence(finding) for finding in publish_findings(lesson)]


def publish_findings(lesson: Lesson) -> list[Finding]:
    """The same as findings, each with the key of what it is about."""
    return list(_incomplete(lesson)) or list(_contradictions(lesson))


def _incomplete(lesson: Lesson) -> Iterator[Finding]:
    data = folder_data(lesson)
    context = lesson_context(data["lesson"], existing_lessons(lesson.track.slug), lesson.number)
    yield from _faults(lambda: LessonFolder.model_validate(data, context=context))
    for file in plugin_files():
        yield from _faults(lambda file=file: _check(file, lesson, context))  # type: ignore[misc]


def _check(file: FolderFile, lesson: Lesson, context: LessonContext) -> None:
    if not file.content_of(lesson, context) and file.required:
        name = file.filename.split(".")[0]
        raise ValidationError.from_exception_data(name, [{"type": "missing", "loc": (name,), "input": None}])


def _contradictions(lesson: Lesson) -> Iterator[Finding]:
    """What the files say that the recorded run does not have, judged as if the lesson were published."""
    contents = file_contents(lesson)
    run = recorded_run_in(lesson.lab, contents)
    for file in plugin_files():
        if content := contents.get(file.filename):
            yield from file.contradictions(content, run=run, is_draft=False)


def _faults(check: Callable[[], Any]) -> list[Finding]:
    try:
        check()
    except ValidationError as error:
        return findings_in(error, at_desk=True)
    return []


def sentence(finding: Finding) -> str:
    """A finding in an instructor's words."""
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
