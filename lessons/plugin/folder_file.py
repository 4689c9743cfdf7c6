"""A file that an app adds to every lesson folder."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from lessons.models import Lesson
from lessons.plugin.content import Content, Finding, LessonContext
from lessons.plugin.recorded import RecordedRun


class FolderFile(ABC):
    """One file beside lesson.toml, TOML or JSON by the ending of its name, and the rows that hold it."""

    filename: ClassVar[str]
    schema: ClassVar[type[Content]]
    """Pydantic model of the file's content. It is validated with the `LessonContext` of its lesson."""

    edited: ClassVar[bool] = True
    """False for a generated file: it is loaded even over an instructor's changes to the lesson."""

    generated: ClassVar[tuple[str, ...]] = ()
    """The models, such as "app.Model", of rows that no instructor edits."""

    required: ClassVar[bool] = True
    """Whether a folder without the file has a fault."""

    @abstractmethod
    def content_of(self, lesson: Lesson, context: LessonContext | None = None) -> Content | None:
        """The file's content as the database holds it; None where there is none.

        Raises `pydantic.ValidationError` with all faults of a draft that is not complete. Without
        `context`, references to other rows of the lesson are not checked.
        """

    @abstractmethod
    def data_of(self, lesson: Lesson) -> dict[str, Any]:
        """The same as plain data, which may be incomplete; empty where there is none."""

    @abstractmethod
    def save(self, lesson: Lesson, content: Any) -> None:
        """Store `content`, an instance of `schema`, in place of what was there, and keep equal rows."""

    def retires(self, lesson: Lesson, content: Any) -> list[str]:
        """What `save` would take out of the lesson although learners have used it, in words."""
        return []

    def contradictions(self, content: Any, *, run: RecordedRun | None, is_draft: bool) -> Iterable[Finding]:
        """What `content` says that `run` does not have. `run` is None where nothing is recorded."""
        return ()
