"""Schedules when a card comes back. Pure: no database, no clock. Every time is an argument, in UTC.

Source: FSRS-6 with its default parameters, as the library `fsrs` implements it.
"""

from datetime import datetime, timedelta

import fsrs
from fsrs import Rating

Memory = fsrs.Card
"""The state of a card in FSRS: stability in days, difficulty 1 to 10, due time."""

# No fuzz: each button says when the card would come back, and that has to be true.
_SCHEDULER = fsrs.Scheduler(desired_retention=0.9, enable_fuzzing=False)


def unseen(at: datetime) -> Memory:
    """The memory of a card that has never been rated."""
    # Without an id the library makes one from the clock, and waits a millisecond.
    return Memory(card_id=0, due=at)


def rated(memory: Memory, rating: Rating, at: datetime) -> Memory:
    """The memory after a rating at `at`. The argument does not change."""
    return _SCHEDULER.review_card(memory, rating, at)[0]


def intervals(memory: Memory, at: datetime) -> dict[Rating, timedelta]:
    """{rating: time until the card comes back} for ratings at `at`."""
    return {rating: rated(memory, rating, at).due - at for rating in Rating}


def chance(memory: Memory, at: datetime) -> float:
    """The probability, 0 to 1, that the learner remembers the card at `at`. It counts whole days."""
    return _SCHEDULER.get_card_retrievability(memory, at)
