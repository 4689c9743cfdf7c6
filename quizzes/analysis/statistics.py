"""The statistics of one question (item). Pure: no database, no clock.

Definitions and names are Moodle's: https://docs.moodle.org/dev/Quiz_statistics_calculations, as its code does
them (question/classes/statistics/questions/calculator.php). `marks` are the credits on the item, 0 to 1, one
for each learner; `others`, in the same order, the sums of each learner's credits on the other items.
Averages are over N, variance and covariance over N - 1.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt, sumprod
from statistics import fmean

FIFTHS = 5
FEW = 30
"""Number of answers below which the page warns that the statistics say little."""


def facility(marks: Sequence[float]) -> float | None:
    """The mean credit: 1 where everybody was right. None without marks."""
    return fmean(marks) if marks else None


def discrimination_index(marks: Sequence[float], others: Sequence[float]) -> float | None:
    """Correlation between the item and the other items, in percent: -100 to 100.

    100 C(x, X) / sqrt(V(x) V(X)). None where it is not defined: fewer than two learners, or all alike.
    """
    if not (_vary(marks) and _vary(others)):
        return None
    return 100 * covariance(marks, others) / sqrt(covariance(marks, marks) * covariance(others, others))


def discriminative_efficiency(marks: Sequence[float], others: Sequence[float]) -> float | None:
    """The covariance with the other items, in percent of the largest that these marks allow: up to 100.

    100 C(x, X) / Cmax(x, X), where Cmax is the covariance of the same marks when both are sorted: whoever is
    best on the others is then best on the item. None where it is not defined, as for the index.
    """
    if not (_vary(marks) and _vary(others)):
        return None
    return 100 * covariance(marks, others) / covariance(sorted(marks), sorted(others))


def facility_by_fifths(marks: Sequence[float], others: Sequence[float]) -> list[float]:
    """The mean credit of each fifth of the learners, those with the lowest sum of all credits first.

    Empty with fewer than five learners. Learners with equal sums stand in the order in which they came.
    """
    n = len(marks)
    if n < FIFTHS:
        return []
    order = sorted(range(n), key=lambda learner: marks[learner] + others[learner])
    edges = [n * fifth // FIFTHS for fifth in range(FIFTHS + 1)]
    return [fmean(marks[learner] for learner in order[low:high]) for low, high in pairwise(edges)]


def covariance(ones: Sequence[float], others: Sequence[float]) -> float:
    """C(x, y) = sum((x - mean of x) (y - mean of y)) / (N - 1), of two values at least."""
    mean, other_mean = fmean(ones), fmean(others)
    products = sumprod([one - mean for one in ones], [other - other_mean for other in others])
    return products / (len(ones) - 1)


def _vary(values: Sequence[float]) -> bool:
    # Compared, not computed: rounding would give equal values a variance that is hardly more than 0.
    return len(values) > 1 and min(values) != max(values)
