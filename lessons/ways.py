"""The ten ways to study a lesson, in the order shown: the one place that knows what they are.

The page of a way is `templates/ways/<name>.html`. What it needs beyond the lesson and the learner comes from
the app that the way belongs to: `LessonPlugin.way_contexts`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A way to study. `title` is on its tab, `does` says what the learner does there.

    `group` says in a word what one does in it and in its neighbors. `why` is the reason to go on to the next
    one of the row; empty at its end, where the next lesson follows.
    """

    name: str
    group: str
    title: str
    does: str
    why: str = ""

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
        ),
        Way(
            "live",
            "Try",
            "Live",
            "Open a real socket and watch the code run.",
            why="say what each row will show, before it runs",
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
