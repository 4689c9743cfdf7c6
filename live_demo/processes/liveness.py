"""How one process decides which others are dead. Pure.

It counts its own readings, and looks at no clock. So it does not matter whether the clocks of two machines
agree, and while the database is away nobody reads and nobody is taken for dead.
"""

from collections.abc import Mapping
from uuid import UUID

SILENT_READINGS = 4
"""A process whose number of heartbeats has not changed for so many readings in a row is dead."""


class Liveness:
    """What the readings of one process say about the others."""

    def __init__(self) -> None:
        self._seen: dict[UUID, tuple[int, int]] = {}
        """{process: (its number of heartbeats, how many later readings have found the same number)}."""

    def read(self, beats: Mapping[UUID, int]) -> set[UUID]:
        """Take in a reading: {process: its number of heartbeats}. Returns those that are dead."""
        self._seen = {each: self._after(each, number) for each, number in beats.items()}
        return {each for each, (_, silent) in self._seen.items() if silent >= SILENT_READINGS}

    def _after(self, process: UUID, number: int) -> tuple[int, int]:
        known, silent = self._seen.get(process, (-1, 0))
        return (number, silent + 1) if known == number else (number, 0)
