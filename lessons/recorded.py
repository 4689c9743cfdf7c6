"""What the recorded run of a lesson holds. The app that records runs says so when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from lessons.models import Lesson

if TYPE_CHECKING:
    from lessons.folder.schema import Content, LessonFolder


class RecordedValue(Protocol):
    """A variable's value at the end of a step, as a run has recorded it."""

    @property
    def text(self) -> str:
        """As Python writes it."""

    def is_written_by(self, said: str) -> bool:
        """Whether `said` writes the same value."""

    def why_for(self, said: str) -> str:
        """What ran, in Markdown, and what to mind in how `said` is written."""


type Reader = Callable[[Lesson, str, int | None], RecordedValue | None]

readers: list[Reader] = []
"""Functions that find the value of a variable after a step (None: at the start)."""

type Cells = Callable[[str, int | None], RecordedValue | None]
"""One run's values: of a variable after a step (None: at the start)."""

type FolderReader = Callable[[LessonFolder, Mapping[str, Content]], Cells | None]

folder_readers: list[FolderReader] = []
"""Functions that find the run in a lesson folder, whose further files are given by their names."""


def recorded_value(lesson: Lesson, variable: str, after: int | None) -> RecordedValue | None:
    """None where the lesson has no run, or its run no such value."""
    return next((value for reader in readers if (value := reader(lesson, variable, after))), None)


def cells_in(folder: LessonFolder, files: Mapping[str, Content]) -> Cells | None:
    """The values of the run that a lesson folder holds. None where no run is in it."""
    return next((cells for reader in folder_readers if (cells := reader(folder, files))), None)
