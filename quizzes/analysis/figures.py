"""What the analysis shows both as a picture and as a table. Pure: no database, no clock."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from quizzes.analysis.chart import Chart, draw_rows
from quizzes.analysis.models import QuestionSummary, QuizSummary

_FIFTHS = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")
_SCORES = ("0 to 20%", "20 to 40%", "40 to 60%", "60 to 80%", "80 to 100%")
_CONFIDENCE = {"sure": "Sure", "think-so": "I think so", "guessing": "Guessing"}
MIN_IN_FIFTHS = 15
"""Learners of whom fifths are shown: three in each, so that none shows what one learner earned."""
MAX_WRONG = 6
"""First wrong answers in the picture, the most frequent."""


@dataclass(frozen=True, slots=True)
class Row:
    """`share` is 0 to 1, the length of the bar; `note` is a further column of the table."""

    label: str
    share: float
    note: str = ""
    is_right: bool = False

    @property
    def percent(self) -> str:
        return f"{100 * self.share:.1f}%"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its table. `key` is unique on the page, `what` names the shares, `notes` the notes."""

    key: str
    title: str
    what: str
    rows: Sequence[Row]
    notes: str = ""

    @property
    def chart(self) -> Chart:
        return draw_rows([(row.label, row.share, row.is_right) for row in self.rows])


def of_question(
    key: str, summary: QuestionSummary, text_of: Callable[[str], str], right: Collection[str] = ()
) -> Iterator[Figure]:
    """The figures that have something to show. `text_of` gives the words of an option for the table.

    `right` are the options that are right; empty where whole answers are counted, of which none here is.
    """
    if summary.fifths and summary.n >= MIN_IN_FIFTHS:
        rows = [Row(label, share) for label, share in zip(_FIFTHS, summary.fifths, strict=True)]
        yield Figure(f"{key}-fifths", "By fifths of the score", "Mean credit", rows)
    if any(int(tries) > 1 for tries in summary.tried):
        yield Figure(f"{key}-tries", "Which try earned the credit", "Learners", list(_tries(summary)))
    if summary.first_wrong:
        most = sorted(summary.first_wrong.items(), key=lambda item: -item[1])[:MAX_WRONG]
        rows = [
            Row(option, count / (summary.n or 1), text_of(option), option in right) for option, count in most
        ]
        title = f"{'Ticked in first' if right else 'First'} answers that were not fully right"
        yield Figure(f"{key}-wrong", title, "Learners", rows, "Its text")
    if summary.confidence:
        rows = [
            Row(words, summary.confidence[name][1], f"{summary.confidence[name][0]}")
            for name, words in _CONFIDENCE.items()
            if name in summary.confidence
        ]
        yield Figure(f"{key}-sure", "Credit by confidence", "Mean credit", rows, "Learners")


def of_quiz(summary: QuizSummary) -> Iterator[Figure]:
    if summary.n and summary.fifths:
        rows = [
            Row(label, count / summary.n, str(count))
            for label, count in zip(_SCORES, summary.fifths, strict=True)
        ]
        yield Figure("quiz-scores", "How the scores spread", "Learners", rows, "How many")


def _tries(summary: QuestionSummary) -> Iterator[Row]:
    for tries in sorted(map(int, summary.tried), key=lambda tries: tries or 99):
        count = summary.tried[str(tries)]
        label = f"try {tries}" if tries else "none"
        yield Row(label, count / (summary.n or 1), str(count))
