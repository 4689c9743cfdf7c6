"""When a card comes back. Pure: no database, no clock; every time is passed in and is UTC.

Source: FSRS-6 with its default parameters, as the library `fsrs` implements it.
"""

from datetime import datetime, timedelta

import fsrs
from fsrs import Rating

Memory = fsrs.Card
"""What FSRS knows of one card: stability in days, difficulty 1 to 10, when it is due."""

# No fuzz: each button says when the card would come back, and the schedule keeps its word.
_SCHEDULER = fsrs.Scheduler(desired_retention=0.9, enable_fuzzing=False)


def unseen(at: datetime) -> Memory:
    """The memory of a card that has never been rated."""
    return Memory(card_id=0, due=at)  # without an id the library waits for the clock to make one


def rated(memory: Memory, rating: Rating, at: datetime) -> Memory:
    """The memory after a rating at `at`. What was given is left as it is."""
    return _SCHEDULER.review_card(memory, rating, at)[0]


def intervals(memory: Memory, at: datetime) -> dict[Rating, timedelta]:
    """For each rating at `at`, after how long the card would come back."""
    return {rating: rated(memory, rating, at).due - at for rating in Rating}


def chance(memory: Memory, at: datetime) -> float:
    """How likely it is, 0 to 1, that the card is remembered at `at`; counts whole days."""
    return _SCHEDULER.get_card_retrievability(memory, at)
