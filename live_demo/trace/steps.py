"""Which step of the execution table an event reaches, and how often each has been reached. Pure."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Sender = Literal["own", "another"]
"""Whose message is handled: one of this run's own browser, or one that another member of a group has sent."""


class Reach(NamedTuple):
    """What reaches a step: the type of an ASGI event or of a group's message.

    The beginning of the frame's label may follow the type, as in 'websocket.receive text "bye"'; without it,
    any such event will do. `sent_by` names whose message is handled then; '' takes both.
    """

    event: str
    sent_by: str = ""

    @property
    def type(self) -> str:
        return self.event.partition(" ")[0]

    @property
    def label(self) -> str:
        return self.event.partition(" ")[2]

    @property
    def rank(self) -> tuple[int, bool]:
        """The more a step says of its event, the higher it ranks: first its label counts, then its sender."""
        return len(self.label), bool(self.sent_by)

    def fits(self, label: str, sender: Sender) -> bool:
        return label.startswith(self.label) and self.sent_by in ("", sender)


def not_told_apart(steps: Sequence[Reach]) -> list[tuple[int, int]]:
    """The numbers, from 1, of each two steps that every event reaches alike: only their order differs."""
    first: dict[Reach, int] = {}
    pairs = [(first.setdefault(step, number), number) for number, step in enumerate(steps, start=1)]
    return [(one, other) for one, other in pairs if one != other]


class Steps:
    """The steps of one run, in the order of the execution table.

    `times` says how often each step has been reached, by its number from 1; it is replaced, never changed in
    place. `current` is the number of the latest step.
    """

    def __init__(self, steps: Iterable[Reach]) -> None:
        self.times: dict[int, int] = {}
        self.current: int | None = None
        self._waiting: dict[str, list[tuple[int, Reach]]] = {}
        for number, step in enumerate(steps, start=1):
            self._waiting.setdefault(step.type, []).append((number, step))

    def reach(self, event: str, label: str, sender: Sender, *, by_frame_only: bool = False) -> int | None:
        """The number of the step that `event` reaches, None where no step waits for it.

        `label` is that of its frame. Of several steps it is the one that says most of the event. Of steps
        that say the same, it is the next one after the current step, else the first. `by_frame_only` leaves
        out steps that do not name a label: it is for events that the consumer never gets.
        """
        fitting = [
            (step, number)
            for number, step in self._waiting.get(event, [])
            if step.fits(label, sender) and (step.label or not by_frame_only)
        ]
        if not fitting:
            return None
        most = max(step.rank for step, _ in fitting)
        numbers = [number for step, number in fitting if step.rank == most]
        current = self.current or 0
        reached = next((number for number in numbers if number > current), numbers[0])
        self.current = reached
        self.times = {**self.times, reached: self.times.get(reached, 0) + 1}
        return reached
