"""Count the answers to a question one by one, and summarize them. Pure: no database, no clock."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from math import fsum
from statistics import fmean, median
from typing import Any

from quizzes.analysis.statistics import (
    discrimination_index,
    discriminative_efficiency,
    facility,
    facility_by_fifths,
)

MAX_OPTIONS = 20
"""Options stored for each question: the most frequent. Rarer answers are not stored one by one."""


class OtherVersion(Enum):
    """How a question differed when it was answered: not at all, in its words, or in its key."""

    NONE = 0
    WORDS = 1
    KEY = 2


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """One answer of a first attempt.

    `question` is the id of the question, `credit` is 0 to 1, `hints` the number of hints used. `options` are
    the options or the whole answer, as `Kind.counted_options` returns them; `first_wrong` the same of the
    first try, if that was not right. `confidence` is a `Response.Confidence` or empty. `version` says how
    the question that was answered differs from the one whose statistics these are.
    """

    question: int
    credit: float
    hints: int
    at: datetime | None
    options: Sequence[str]
    tries: int = 1
    confidence: str = ""
    first_wrong: Sequence[str] = ()
    version: OtherVersion = OtherVersion.NONE


@dataclass
class Tally:
    """The answers to one question, in plain arrays: a million answers take about 20 MB."""

    marks: array[float] = field(default_factory=lambda: array("d"))
    others: array[float] = field(default_factory=lambda: array("d"))
    seconds: array[float] = field(default_factory=lambda: array("d"))
    options: Counter[str] = field(default_factory=Counter)
    hints: int = 0
    hinted: int = 0
    reworded: int = 0
    rekeyed: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    first_wrong: Counter[str] = field(default_factory=Counter)
    sure: dict[str, list[float]] = field(default_factory=dict)

    def add(self, answer: FirstAnswer, *, others: float, since: datetime | None) -> None:
        """`others` is the credit on the other questions, `since` the time of the answer before."""
        self.marks.append(answer.credit)
        self.others.append(others)
        self.options.update(answer.options)
        self.hints += answer.hints
        self.hinted += answer.hints > 0
        self.tried[str(answer.tries) if answer.credit else "0"] += 1
        self.first_wrong.update(answer.first_wrong)
        if answer.confidence:
            self.sure.setdefault(answer.confidence, []).append(answer.credit)
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
            "taken": dict(self.options.most_common(MAX_OPTIONS)),
            "tried": dict(self.tried),
            "first_wrong": dict(self.first_wrong.most_common(MAX_OPTIONS)),
            "confidence": {name: [len(marks), fmean(marks)] for name, marks in self.sure.items()},
            "fifths": facility_by_fifths(self.marks, self.others),
            "hints_mean": self.hints / n if n else None,
            "hinted": self.hinted,
            "reworded": self.reworded,
            "rekeyed": self.rekeyed,
            "timed": len(self.seconds),
            "seconds": median(self.seconds) if self.seconds else None,
        }


def count_attempt(
    tallies: Mapping[int, Tally], answers: Iterable[FirstAnswer], *, all_versions: bool = False
) -> None:
    """Add the answers of one attempt, {question id: tally}, in the order in which they came.

    The time of an answer runs from the answer before it. The first answer has no time, because the attempt
    starts with it. A question without an answer adds nothing. An answer to another version of its question
    is only noted, and what another key gave for it is no part of the sums, unless `all_versions` count.
    """
    answers = list(answers)
    total = fsum(
        answer.credit for answer in answers if all_versions or answer.version is not OtherVersion.KEY
    )
    since: datetime | None = None
    for answer in answers:
        if tally := tallies.get(answer.question):
            tally.reworded += answer.version is OtherVersion.WORDS
            tally.rekeyed += answer.version is OtherVersion.KEY
            if all_versions or answer.version is OtherVersion.NONE:
                # Rounded, so that equal credits on the other questions give exactly equal sums.
                tally.add(answer, others=round(total - answer.credit, 9), since=since)
        since = answer.at
