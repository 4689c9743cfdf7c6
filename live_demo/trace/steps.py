"""Which step of the execution table an event reaches, and how often each has been reached. Pure."""

from collections.abc import Sequence


class Steps:
    """The steps of one run.

    `reached_by` names the ASGI event of each step, in the order of the execution table. The beginning of
    the frame's label may follow, as in 'websocket.receive text "bye"'; without it, any such event will do.
    `times` says how often each step has been reached, by its number from 1; it is replaced, never changed in
    place. `current` is the number of the latest step.
    """

    def __init__(self, reached_by: Sequence[str]) -> None:
        self.times: dict[int, int] = {}
        self.current: int | None = None
        self._waiting: dict[str, list[tuple[int, str]]] = {}
        for number, wanted in enumerate(reached_by, start=1):
            event, _, label = wanted.partition(" ")
            self._waiting.setdefault(event, []).append((number, label))

    def reach(self, event: str, label: str, *, by_frame_only: bool = False) -> int | None:
        """The number of the step that `event` reaches, None where no step waits for it.

        `label` is that of its frame. Steps that name the label come before those that do not. Of several, it
        is the next one after the current step, else the first. `by_frame_only` leaves out steps that do not
        name a label: it is for events that the consumer never gets.
        """
        waiting = self._waiting.get(event, [])
        steps = [step for step, wanted in waiting if wanted and label.startswith(wanted)]
        steps = steps or [step for step, wanted in waiting if not wanted and not by_frame_only]
        if not steps:
            return None
        current = self.current or 0
        step = next((step for step in steps if step > current), steps[0])
        self.current = step
        self.times = {**self.times, step: self.times.get(step, 0) + 1}
        return step
