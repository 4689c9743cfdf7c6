"""Parts: the files of a lesson folder that other apps bring, such as the quiz.

Apps register theirs when they are ready.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from lessons.models import Lesson

if TYPE_CHECKING:
    from lessons.folder.faults import Finding
    from lessons.folder.schema import Content, LessonFolder, Surroundings


class Part(ABC):
    """One file beside lesson.toml: TOML or JSON, checked by `schema`."""

    filename: ClassVar[str]
    schema: ClassVar[type[Content]]
    edited: ClassVar[bool] = True  # False: generated, so no instructor's change is in it
    required: ClassVar[bool] = True

    @abstractmethod
    def content_of(self, lesson: Lesson, around: Surroundings | None = None) -> Content | None:
        """What the database holds, checked against the lesson `around` it; None where it has no such part.

        Raises `ValidationError`, which names every row of a draft that is not complete.
        """

    @abstractmethod
    def save(self, lesson: Lesson, content: Any) -> None:
        """Make the database hold `content`, keeping the rows that stay the same."""

    def contradictions(
        self, content: Any, lesson: LessonFolder, others: Mapping[str, Content]
    ) -> Iterable[Finding]:
        """Where the recorded run has not what `content` names; `others` are the parts by their file names."""
        return ()


class LabFile(Protocol):
    """The consumer file of a lab, as learners read it."""

    @property
    def filename(self) -> str:
        """Its path below the labs, such as 'echo/consumer.py'."""

    @property
    def source(self) -> str:
        """Its whole text."""


parts: list[Part] = []
lab_sources: list[Callable[[], Mapping[str, LabFile]]] = []
"""Functions that give the files of the labs by the labs' names."""

what_if_sources: list[Callable[[], Mapping[str, str]]] = []
"""Functions that give the titles of the what-ifs there are, by names such as 'chat/vanish'."""


def known_labs() -> list[str]:
    return [name for source in lab_sources for name in source()]


def lab_file(name: str) -> LabFile | None:
    """The file of the lab of this name; None where there is no such lab."""
    return next((labs[name] for source in lab_sources if name in (labs := source())), None)


def known_what_ifs() -> dict[str, str]:
    return {name: title for source in what_if_sources for name, title in source().items()}
