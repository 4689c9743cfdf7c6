"""The result of one test of a challenge: whether the promise was kept, and what broke it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

from live_demo.challenges.judged_run import Connection
from live_demo.challenges.origins import Origins, Values
from live_demo.challenges.wire import ANY_MESSAGE, BrokenPromiseError


@dataclass(slots=True)
class Result:
    """The result of one test. `words`: how the promise was broken; `frames`: what crossed the wire.

    It broke at the point `point` of the connection `connection`, 0 where there is nothing to show; `expected`
    and `came` say in few words what should have come there, and what did. `log` is what the code has said of
    itself, `connections` what was recorded of it. They are shown, and decide nothing. Where the promise is
    broken, `rows` is the script as it was played, and `drawn` the values in it that were drawn. `waits_for`
    is the promise that has to be kept first, where this one could therefore not be judged.
    """

    name: str
    promise: str
    passed: bool = False
    waits_for: str = ""
    shown: bool = False
    words: str = ""
    expected: str = ""
    came: str = ""
    connection: int = 0
    point: int = 0
    frames: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    drawn: Values = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON without `connections`; `traces` has those."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "connections"}

    @property
    def traces(self) -> list[dict[str, Any]]:
        """The record of each connection, in their order, if the promise is broken; else an empty list."""
        return [] if self.passed else [connection.as_json() for connection in self.connections]

    def put_off(self, needed: Sequence[Self]) -> None:
        """Do not judge this promise if one of `needed`, which it presupposes, is broken in the same way."""
        missing = next((each for each in needed if not each.passed and self._breaks_as(each)), None)
        if missing and not self.passed:
            self.waits_for = missing.promise
            self.words = f"It can be judged once this promise is kept: {missing.promise.rstrip('.')}"

    def _breaks_as(self, other: Self) -> bool:
        """Whether the same was expected as in `other`, and the same came, whatever values were drawn."""
        own, others = (Origins(drawn=each.drawn) for each in (self, other))
        wanted = {own.without_drawn(self.expected), others.without_drawn(other.expected)}
        came = {own.without_drawn(self.came), others.without_drawn(other.came)}
        return len(came) == 1 and (len(wanted) == 1 or ANY_MESSAGE in wanted)

    def note(self, error: BrokenPromiseError) -> None:
        """The promise is broken as `error` says. Call it when the code is over."""
        self.words, self.expected, self.came = str(error), error.expected, error.came
        if 0 < error.connection <= len(self.connections):
            self.connection = error.connection
            connection = self.connections[error.connection - 1]
            self.point = connection.place_of(error)
            if raised := connection.raised_until(self.point):
                self.words += f". Your code raised {raised}"
