"""The step of the execution table that an event reaches, and how often each has been reached. Pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

Sender = Literal["own", "another"]
"""Sender of a handled message: this run's own browser, or another member of a group."""


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
        self._waiting = _by_event(tuple(steps))

    def reach(self, event: str, label: str, sender: Sender, *, by_frame_only: bool = False) -> int | None:
        """The number of the step that `event` reaches, None where no step waits for it.

        `label` is that of its frame. Of several steps it is the one that says most of the event. Of steps
        that say the same, it is the next one after the current step, else the first. `by_frame_only` leaves
        out steps that do not name a label: it is for events that the consumer never gets.
        """
        for begins, sent_by, numbers in self._waiting.get(event, ()):
            if label.startswith(begins) and sent_by in ("", sender) and (begins or not by_frame_only):
                return self._reached(numbers)
        return None

    def _reached(self, numbers: Sequence[int]) -> int:
        current = self.current or 0
        reached = next((number for number in numbers if number > current), numbers[0])
        self.current = reached
        self.times = {**self.times, reached: self.times.get(reached, 0) + 1}
        return reached


@lru_cache(100)
def _by_event(steps: tuple[Reach, ...]) -> dict[str, list[tuple[str, str, list[int]]]]:
    """{type of an event: [(label, sender, numbers of the steps that wait for them)]}.

    The most specific entry comes first. The runs of a lesson share the result.
    """
    alike: dict[tuple[str, str, str], list[int]] = {}
    for number, step in sorted(enumerate(steps, start=1), key=lambda each: each[1].rank, reverse=True):
        alike.setdefault((step.type, step.label, step.sent_by), []).append(number)
    found: dict[str, list[tuple[str, str, list[int]]]] = {}
    for (event, label, sent_by), numbers in alike.items():
        found.setdefault(event, []).append((label, sent_by, numbers))
    return found
