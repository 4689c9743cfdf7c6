"""What lessons ask of a recorded run, whichever app records it."""

from typing import Protocol


class RecordedValue(Protocol):
    """The value of one variable at the end of one step, as a run has recorded it."""

    @property
    def text(self) -> str:
        """The value as Python writes it, such as "'Open'"."""

    def is_written_by(self, answer: str) -> bool:
        """Whether `answer` is Python for the same value."""

    def why_for(self, answer: str) -> str:
        """Markdown: which code set the value, and what is wrong with the way `answer` is written."""


class RecordedRun(Protocol):
    """The recorded run of a lesson."""

    def value(self, variable: str, after: int | None) -> RecordedValue | None:
        """The value of `variable` after step `after` (counted from 1; None: before the first step).

        None where the run has no such variable or did not reach the step.
        """
