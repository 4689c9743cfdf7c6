"""What a learner expects next of a run, and how the run decides it. Pure.

One expectation is open at a time. The next event that can decide it does:

- 'text' and 'nothing': the server sends a message, or the consumer asks for its next event without having
  sent one;
- 'row': the next step of the execution table that the run reaches;
- 'code': the code with which the socket closes, 'none' where there is none.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

KINDS = ("text", "nothing", "row", "code")
MAX_SAID_LENGTH = 200
"""Characters of an expectation; the rest of a longer one is cut off."""
MAX_COMMITTED = 100
"""Expectations in one run; later ones are not taken."""
_SILENCE = "nothing"


@dataclass(frozen=True, slots=True)
class Expected:
    """The latest expectation of a run, as it is in force at a trace point.

    `said` is what the learner expects, `truth` what came, `point` the number of the point that decided it;
    while it is open, `right` is None. `streak` counts the right ones in a row, over the learner's runs.
    """

    kind: str
    said: str
    streak: int
    best: int
    truth: str = ""
    right: bool | None = None
    point: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Expecting:
    """The expectations of one run, as `live_demo.trace.expectations.Expectations` describes them.

    `streak` is the learner's number of right expectations in a row before the run, `best` the longest so far.
    """

    def __init__(self, streak: int = 0, best: int = 0) -> None:
        self.outcomes: list[bool] = []
        self.state: Expected | None = None
        self._streak, self._best = streak, best
        self._committed = 0
        self._heard = False

    def as_json(self) -> dict[str, Any]:
        """The latest expectation, for a trace point; empty where there was none."""
        return self.state.as_json() if self.state else {}

    @property
    def is_open(self) -> bool:
        return self.state is not None and self.state.right is None

    def commit(self, kind: str, said: str) -> bool:
        """Open an expectation of one of `KINDS`. Returns False if another one is still open."""
        if kind not in KINDS or self.is_open or self._committed >= MAX_COMMITTED:
            return False
        self._committed += 1
        self._heard = False
        said = _SILENCE if kind == "nothing" else said[:MAX_SAID_LENGTH]
        self.state = Expected(kind, said, self._streak, self._best)
        return True

    def see(self, event: Mapping[str, Any], step: int | None, point: int) -> None:
        """Decide by an ASGI event of the lab socket: trace point `point`, which reached `step`, if any."""
        if self.state is None or self.state.right is not None:
            return
        self._heard = self._heard or event["type"] == "websocket.receive"
        truth = _truth(self.state.kind, event, step)
        if truth:
            self._decide(truth, point)

    def see_exception(self, point: int) -> None:
        """An exception decides every kind but 'code': the close code is up to the server."""
        if self.state and self.is_open and self.state.kind != "code":
            self._decide("an exception", point)

    def see_answer(self, code: int | None, point: int) -> None:
        """Decide how the server closed after an exception: with `code`, or without a close frame (None)."""
        if self.is_open:
            self._decide(str(code or "none"), point)

    def hears_nothing(self) -> bool:
        """Whether the end of this turn decides: a message was handled, and the consumer has sent nothing."""
        return (
            self.state is not None and self.is_open and self._heard and self.state.kind in ("text", "nothing")
        )

    def end_turn(self, point: int) -> None:
        self._decide(_SILENCE, point)

    def _decide(self, truth: str, point: int) -> None:
        assert self.state
        right = truth == self.state.said
        self._streak = self._streak + 1 if right else 0
        self._best = max(self._best, self._streak)
        self.outcomes.append(right)
        self.state = replace(
            self.state, truth=truth, right=right, point=point, streak=self._streak, best=self._best
        )


def _truth(kind: str, event: Mapping[str, Any], step: int | None) -> str:
    """The outcome of an expectation of this kind that `event` decides, as text; '' if it decides none."""
    name = event["type"]
    if kind == "row":
        return str(step) if step else _ending(name, event)
    if kind == "code":
        return _code(event) if name in ("websocket.close", "websocket.disconnect") else ""
    if name == "websocket.send":
        text = event.get("text")
        return f"binary, {len(event.get('bytes') or b'')} bytes" if text is None else text[:MAX_SAID_LENGTH]
    return _ending(name, event)


def _ending(name: str, event: Mapping[str, Any]) -> str:
    return f"close {_code(event)}" if name in ("websocket.close", "websocket.disconnect") else ""


def _code(event: Mapping[str, Any]) -> str:
    """The close code as text, or 'none'.

    A server that closes without a given code sends 1000. Uvicorn reports a close frame without a code as 1005
    with a reason.
    """
    code = event.get("code")
    if event["type"] == "websocket.close":
        return str(code or 1000)
    return "none" if not code or (code == 1005 and "reason" in event) else str(code)
