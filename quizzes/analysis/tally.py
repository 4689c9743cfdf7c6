"""Count one question's answers while they stream by, and sum them up. No database."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import fsum
from statistics import median
from typing import Any

from quizzes.analysis.statistics import discrimination_index, discriminative_efficiency, facility

MOST_OPTIONS = 20
"""So many different answers are told apart; the rest is counted together."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a first attempt: `credit` is 0 to 1, `taken` the letters or the text that were given."""

    question: int
    credit: float
    hints: int
    at: datetime | None
    taken: Sequence[str]


@dataclass
class Tally:
    """The answers to one question. Plain arrays: a million of them take 20 MB."""

    marks: array[float] = field(default_factory=lambda: array("d"))
    others: array[float] = field(default_factory=lambda: array("d"))
    seconds: array[float] = field(default_factory=lambda: array("d"))
    taken: Counter[str] = field(default_factory=Counter)
    hints: int = 0
    hinted: int = 0

    def add(self, answer: Given, *, others: float, since: datetime | None) -> None:
        """`others`: the credit on the other questions; `since`: when the answer before this one came."""
        self.marks.append(answer.credit)
        self.others.append(others)
        self.taken.update(answer.taken)
        self.hints += answer.hints
        self.hinted += answer.hints > 0
        if since and answer.at and answer.at > since:
            self.seconds.append((answer.at - since).total_seconds())

    def summary(self) -> dict[str, Any]:
        """The fields of a `QuestionSummary`."""
        n = len(self.marks)
        return {
            "n": n,
            "facility": facility(self.marks),
            "discrimination": discrimination_index(self.marks, self.others),
            "efficiency": discriminative_efficiency(self.marks, self.others),
            "taken": dict(self.taken.most_common(MOST_OPTIONS)),
            "hints_mean": self.hints / n if n else None,
            "hinted": self.hinted,
            "timed": len(self.seconds),
            "seconds": median(self.seconds) if self.seconds else None,
        }


def count_attempt(tallies: dict[int, Tally], answers: Iterable[Given]) -> None:
    """Add the answers of one attempt, in the order in which they came. A question left open adds nothing.

    The time of an answer runs from the answer before it. The first one has none: an attempt begins with it.
    """
    answers = list(answers)
    total = fsum(answer.credit for answer in answers)
    since: datetime | None = None
    for answer in answers:
        # Rounded, so that learners with the same credits on the others have exactly the same sum.
        others = round(total - answer.credit, 9)
        if answer.question in tallies:
            tallies[answer.question].add(answer, others=others, since=since)
        since = answer.at
