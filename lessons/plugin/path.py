"""What a learner with an account has done, as staff see it where the track allows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MAX_PATH = 200
"""Entries of one plugin: the latest."""


@dataclass(frozen=True, slots=True)
class PathEntry:
    """One thing that a learner did in a lesson. `seconds` is how long it took; None where nobody knows."""

    lesson: str
    what: str
    at: datetime
    outcome: str = ""
    seconds: float | None = None
    details: Sequence[str] = ()
