"""The ways to study a lesson, in the order shown. CONTRIBUTING lists what else knows a way.

The page of a way is `templates/ways/<name>.html`. What it needs beyond the lesson and the learner comes from
the app that the way belongs to: `LessonPlugin.way_contexts`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MAX_NAME_LENGTH = 12
"""The length of `WayUse.way`. PostgreSQL refuses a longer name, SQLite takes it."""
MAX_WAYS = 10
"""The digits 1 to 9 and 0 open the ways (`keys.js`)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to study. `title` is on its tab, `does` says what the learner does there.

    `group` says in a word what one does in it and in its neighbors. `why` is the reason to go on to the next
    one of the row; empty at its end, where the next lesson follows. A lesson is done when the learner has
    completed each way that `counts_as_done`. The page Read leads on to each way that `follows_reading`.
    """

    name: str
    group: str
    title: str
    does: str
    why: str = ""
    counts_as_done: bool = False
    follows_reading: bool = False

    @property
    def template(self) -> str:
        return f"ways/{self.name}.html"

    @property
    def next(self) -> Way | None:
        """The way after this one; None for the last."""
        names = list(WAYS)
        after = names.index(self.name) + 1
        return WAYS[names[after]] if after < len(names) else None


WAYS = {
    way.name: way
    for way in (
        Way(
            "read",
            "Learn",
            "Read",
            "Read the whole lesson on one page.",
            why="see the same thing as a diagram, step by step",
        ),
        Way(
            "flow",
            "Learn",
            "Flow",
            "See what happens as a diagram, step by step.",
            why="see it happen in a recorded run, line by line",
        ),
        Way(
            "step",
            "Learn",
            "Step",
            "Step through a recorded run like a debugger.",
            why="keep the lesson on one card",
        ),
        Way(
            "snapshot",
            "Learn",
            "Snapshot",
            "Keep the concept on one card.",
            why="read or hear the whole explanation",
        ),
        Way(
            "transcript",
            "Learn",
            "Transcript",
            "Read or listen to the whole explanation.",
            why="run this code on a socket of your own",
            follows_reading=True,
        ),
        Way(
            "live",
            "Try",
            "Live",
            "Open a real socket and watch the code run.",
            why="say what each row will show, before it runs",
            counts_as_done=True,
            follows_reading=True,
        ),
        Way(
            "predict",
            "Try",
            "Predict",
            "Fill in the table, then run the code and see what you got right.",
            why="change this code, and run yours",
        ),
        Way(
            "build",
            "Try",
            "Build",
            "Change the consumer, and run your own code.",
            why="check what you understood",
        ),
        Way(
            "quiz",
            "Check",
            "Quiz",
            "Answer the questions, with hints and reasons.",
            why="answer from memory, so that you remember it",
            counts_as_done=True,
            follows_reading=True,
        ),
        Way(
            "recall",
            "Check",
            "Recall",
            "Answer from memory, on cards that come back when they are due.",
        ),
    )
}
FIRST = WAYS["read"]


def check_ways(ways: Collection[str]) -> None:
    """Raise `ValueError` where a name is too long to be stored, or a way has no key."""
    if too_long := [name for name in ways if len(name) > MAX_NAME_LENGTH]:
        raise ValueError(f"the name of a way has at most {MAX_NAME_LENGTH} letters: {', '.join(too_long)}")
    if len(ways) > MAX_WAYS:
        raise ValueError(f"there are digits for {MAX_WAYS} ways, and {len(ways)} ways")


check_ways(WAYS)
