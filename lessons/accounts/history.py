"""What a learner can look at again from the profile. Other apps add their lists when ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lessons.models import Learner

MOST = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done, with its own page, and how it came out in a sentence."""

    title: str
    address: str
    at: datetime
    outcome: str = ""


History = Callable[[Learner], Sequence[Entry]]
"""The learner's latest `MOST` entries, newest first, in a fixed number of queries."""

histories: dict[str, History] = {}
"""Each list by its heading."""


def history_of(learner: Learner | None) -> dict[str, Sequence[Entry]]:
    """{heading: entries} of the lists that have any."""
    if learner is None:
        return {}
    lists = {heading: history(learner) for heading, history in histories.items()}
    return {heading: entries for heading, entries in lists.items() if entries}
