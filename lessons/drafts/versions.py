"""The content of a complete lesson, public or draft, as data, and the way back."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from pydantic import ValidationError

from lessons.folder.files import plugin_files
from lessons.folder.from_rows import file_contents, lesson_folder
from lessons.folder.schema import LessonFolder
from lessons.folder.store import save_lesson
from lessons.folder.write import lesson_files
from lessons.models import Lesson
from lessons.models.earlier_version import EarlierVersion


def keep_version(lesson: Lesson, user: AbstractBaseUser | None) -> None:
    """Store what `lesson` is now. A lesson that is not complete is not stored: it cannot be public again."""
    try:
        content = content_of(lesson)
    except ValidationError:
        return
    EarlierVersion.objects.create(lesson=lesson, content=content, replaced_by_id=user.pk if user else None)
    old = lesson.earlier_versions.values_list("pk", flat=True)[EarlierVersion.MAX_VERSIONS :]
    EarlierVersion.objects.filter(pk__in=list(old)).delete()


def content_of(lesson: Lesson) -> dict[str, Any]:
    """The content of a complete lesson as JSON can hold it. Raises `ValidationError`."""
    files = file_contents(lesson)
    return {
        "folder": lesson_folder(lesson).model_dump(mode="json"),
        "files": {name: content.model_dump(mode="json") for name, content in files.items()},
    }


def files_of(lesson: Lesson, content: dict[str, Any]) -> dict[str, str]:
    """The files of `lesson` after `put_in_place`. Raises `ValidationError` as that does."""
    folder = _as_public(lesson, content)
    contents = {
        file.filename: file.schema.model_validate(content["files"][file.filename])
        for file in plugin_files()
        if file.filename in content["files"]
    }
    return lesson_files(folder, contents)


def _as_public(lesson: Lesson, content: dict[str, Any]) -> LessonFolder:
    data = content["folder"]
    data = {**data, "slug": lesson.slug, "lesson": {**data["lesson"], "status": Lesson.Status.PUBLISHED}}
    return LessonFolder.model_validate(data)


def put_in_place(lesson: Lesson, content: dict[str, Any]) -> None:
    """Make `lesson` what `content_of` returned, published. It keeps its track and its address.

    Rows of the same number and questions of the same key keep their primary keys, and so their answers.
    Raises `ValidationError` where the content is no longer valid, such as for a lab that is gone.
    """
    save_lesson(lesson.track, _as_public(lesson, content))
    for file in plugin_files():
        if file.filename in content["files"]:
            file.save(lesson, file.schema.model_validate(content["files"][file.filename]))
    lesson.new_version()
