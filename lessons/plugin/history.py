"""What a learner can look at again from the profile."""

from dataclasses import dataclass
from datetime import datetime

MAX_HISTORY = 20
"""Entries of one list."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that a learner did: the path of its page, when it began, and its outcome in a sentence."""

    title: str
    address: str
    at: datetime
    outcome: str = ""
