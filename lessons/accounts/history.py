"""What a learner can look at again from the profile."""

from collections.abc import Sequence

from lessons.models import Learner
from lessons.plugin import HistoryEntry, plugins


def history_of(learner: Learner | None) -> dict[str, Sequence[HistoryEntry]]:
    """{heading: entries, newest first}, without the lists that are empty."""
    if learner is None:
        return {}
    lists = {heading: latest(learner) for plugin in plugins() for heading, latest in plugin.history.items()}
    return {heading: entries for heading, entries in lists.items() if entries}
