"""What the recorded run of a lesson holds. The app that records runs says so when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from lessons.models import Lesson


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


def recorded_value(lesson: Lesson, variable: str, after: int | None) -> RecordedValue | None:
    """None where the lesson has no run, or its run no such value."""
    return next((value for reader in readers if (value := reader(lesson, variable, after))), None)
