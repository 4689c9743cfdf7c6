"""What a learner has done, a lesson at a time. Other apps add what they know when ready."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from lessons.models import Learner

Source = Callable[[Learner], Mapping[int, str]]
"""For a learner, {lesson id: what was done there in a few words}, in a fixed number of queries."""

sources: list[Source] = []


def progress_of(learner: Learner | None) -> dict[int, list[str]]:
    """{lesson id: what the learner has done there}; empty for a visitor who has done nothing."""
    done: dict[int, list[str]] = defaultdict(list)
    for source in sources if learner else []:
        assert learner
        for lesson_id, words in source(learner).items():
            done[lesson_id].append(words)
    return dict(done)
