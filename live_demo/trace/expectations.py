"""The recorder's interface to a learner's expectations. `live_demo.expect.expecting` has the rules."""

from collections.abc import Mapping
from typing import Any, Protocol


class Expectations(Protocol):
    """The expectations of one run: the recorder reports everything that can decide the open one.

    `point` is always the number of the trace point that is being recorded.
    """

    outcomes: list[bool]
    """Whether each decided expectation was right, in their order."""

    @property
    def is_open(self) -> bool:
        """Whether an expectation waits to be decided."""

    def commit(self, kind: str, said: str) -> bool:
        """Open an expectation. False where it is not taken, as another one is still open."""

    def see(self, event: Mapping[str, Any], step: int | None, point: int) -> None:
        """An ASGI event went through the lab socket and reached `step` of the execution table."""

    def see_exception(self, point: int) -> None:
        """An exception has left the consumer."""

    def see_answer(self, code: int | None, point: int) -> None:
        """The server closed the socket after an exception: with `code`, or None without a close frame."""

    def hears_nothing(self) -> bool:
        """Whether the end of the consumer's turn decides the open expectation."""

    def end_turn(self, point: int) -> None:
        """The consumer asks for its next event, and `hears_nothing` was true."""

    def as_json(self) -> dict[str, Any]:
        """The latest expectation, for a trace point; empty where there was none."""


class NoExpectations:
    """For a run in which no learner can commit to anything, as in a worker or in a recorded run."""

    is_open = False

    def __init__(self) -> None:
        self.outcomes: list[bool] = []

    def commit(self, kind: str, said: str) -> bool:
        return False

    def see(self, event: Mapping[str, Any], step: int | None, point: int) -> None: ...

    def see_exception(self, point: int) -> None: ...

    def see_answer(self, code: int | None, point: int) -> None: ...

    def hears_nothing(self) -> bool:
        return False

    def end_turn(self, point: int) -> None: ...

    def as_json(self) -> dict[str, Any]:
        return {}
