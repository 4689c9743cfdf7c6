"""Parts: the files of a lesson folder that other apps bring, such as the quiz. Apps register theirs when ready."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from lessons.folder.faults import Finding
from lessons.folder.schema import Content, LessonContent
from lessons.models import Lesson


class Part(ABC):
    """One file beside lesson.toml: TOML or JSON, checked by `schema`."""

    filename: ClassVar[str]
    schema: ClassVar[type[Content]]
    edited: ClassVar[bool] = True  # False: generated, so no instructor's change is in it
    required: ClassVar[bool] = True

    def findings(self, content: Any, lesson: LessonContent) -> Sequence[Finding]:
        """What is wrong with `content` beside this lesson."""
        return []

    @abstractmethod
    def content_of(self, lesson: Lesson) -> Content | None:
        """What the database holds; None where the lesson has no such part."""

    @abstractmethod
    def save(self, lesson: Lesson, content: Any) -> None:
        """Make the database hold `content`, keeping the rows that stay the same."""


Check = Callable[[LessonContent], Sequence[Finding]]

parts: list[Part] = []
lesson_checks: list[Check] = []
"""Further checks of lesson.toml, for what only another app knows (is there such a lab?)."""
