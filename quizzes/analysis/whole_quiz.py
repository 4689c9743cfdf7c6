"""The statistics of a whole quiz: how the totals spread, and how well its questions agree. Pure.

Definitions and names are Moodle's: https://docs.moodle.org/dev/Quiz_statistics_calculations (internal
consistency, error ratio, standard error). Variances are over N - 1.
"""

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean, variance
from typing import Any

from quizzes.analysis.statistics import FIFTHS


@dataclass
class QuizTally:
    """The credits of each learner who has answered every question of `asked`, in plain arrays."""

    asked: Collection[int]
    totals: array[float] = field(default_factory=lambda: array("d"))
    marks: dict[int, array[float]] = field(default_factory=dict)

    def add(self, credits_: Mapping[int, float]) -> None:
        """Count one attempt, {question id: credit}, if no question of the quiz is missing in it."""
        if self.asked and set(self.asked) <= set(credits_):
            self.totals.append(sum(credits_[question] for question in self.asked))
            for question in self.asked:
                self.marks.setdefault(question, array("d")).append(credits_[question])

    def summary(self) -> dict[str, Any]:
        """The fields of a `QuizSummary`. Mean, spread and error are points; alpha is 1 at most."""
        n = len(self.totals)
        spread = sqrt(variance(self.totals)) if n > 1 else None
        alpha = self._alpha(spread)
        error = spread * sqrt(1 - alpha) if spread is not None and alpha is not None else None
        return {
            "n": n,
            "total": len(self.asked),
            "mean": fmean(self.totals) if n else None,
            "spread": spread,
            "alpha": alpha,
            "error": error,
            "fifths": self._fifths(),
        }

    def _fifths(self) -> list[int]:
        """How many learners have up to 20, 40, 60, 80 and 100 percent of the points."""
        counts = [0] * FIFTHS
        for total in self.totals:
            counts[min(int(FIFTHS * total / len(self.asked)), FIFTHS - 1)] += 1
        return counts

    def _alpha(self, spread: float | None) -> float | None:
        """Cronbach's alpha, k / (k - 1) (1 - sum of V(x) / V(X)). None where it is not defined."""
        k = len(self.asked)
        if k < 2 or not spread:
            return None
        return k / (k - 1) * (1 - sum(map(variance, self.marks.values())) / spread**2)
