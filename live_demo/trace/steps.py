"""Which step of the execution table an event reaches, and how often each has been reached. Pure."""

from collections.abc import Sequence


class Steps:
    """The steps of one run.

    `reached_by` names the ASGI event of each, in the order of the execution table: any such event, or one
    whose frame's label begins so, as in 'websocket.receive text "bye"'. `times` and `current` are the state
    in force; `times` is replaced, never changed in place.
    """

    def __init__(self, reached_by: Sequence[str]) -> None:
        self.times: dict[int, int] = {}
        self.current: int | None = None
        self._waiting: dict[str, list[tuple[int, str]]] = {}
        for number, wanted in enumerate(reached_by, start=1):
            event, _, label = wanted.partition(" ")
            self._waiting.setdefault(event, []).append((number, label))

    def reach(self, event: str, label: str, *, by_frame_only: bool = False) -> int | None:
        """The step that `event` reaches: the next one that waits for it, else the first.

        Those that wait for just such a frame come before those that take any. `by_frame_only` is for what
        the consumer never gets: it was on the wire, and that is all.
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
