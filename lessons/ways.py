"""The ten ways to study a lesson: the one place that knows what they are.

The page of a way is `templates/ways/<name>.html`. What it needs beyond the lesson and the learner comes from
the app that the way belongs to: `LessonPlugin.way_contexts`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A way to study. `title` is on its tab, `does` says what the learner does there.

    `then` names the way that is recommended after it, and `why` gives the reason. The recommended route is
    read, live, predict, quiz, recall, snapshot, and then the next lesson. The other ways lead into it.
    """

    name: str
    title: str
    does: str
    then: str = ""
    why: str = ""

    @property
    def template(self) -> str:
        return f"ways/{self.name}.html"

    @property
    def next(self) -> Way | None:
        """The recommended way after this one; None at the end of the route."""
        return WAYS.get(self.then)


WAYS = {
    way.name: way
    for way in (
        Way(
            "read",
            "Read",
            "Read the whole lesson on one page.",
            then="live",
            why="run this code on a socket of your own",
        ),
        Way(
            "flow",
            "Flow",
            "Walk the concept flow as a diagram.",
            then="step",
            why="see the same happen in a recorded run, line by line",
        ),
        Way(
            "step",
            "Step",
            "Step through a recorded run like a debugger.",
            then="live",
            why="make such a run yourself",
        ),
        Way(
            "live",
            "Live",
            "Open a real socket and watch the code run.",
            then="predict",
            why="say what each row will show, before it runs",
        ),
        Way(
            "predict",
            "Predict",
            "Fill in the blank table, then run it and be graded by the run.",
            then="quiz",
            why="check what you understood",
        ),
        Way(
            "build",
            "Build",
            "Change the consumer, and run your own code.",
            then="quiz",
            why="check what you understood",
        ),
        Way(
            "recall",
            "Recall",
            "Answer from memory, on cards that come back when they are due.",
            then="snapshot",
            why="keep the lesson on one card",
        ),
        Way(
            "quiz",
            "Quiz",
            "Answer the questions, with hints and reasons.",
            then="recall",
            why="answer from memory, so that it stays",
        ),
        Way("snapshot", "Snapshot", "Keep the concept on one card."),
        Way(
            "transcript",
            "Transcript",
            "Read or listen to the whole explanation.",
            then="step",
            why="see in a recorded run what you have heard",
        ),
    )
}
FIRST = WAYS["read"]
