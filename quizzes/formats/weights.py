"""Convert between our credits and Moodle's weights of answers and penalties of tries."""

from collections.abc import Sequence

PENALTIES = (0.3333333, 0.0, 0.1, 0.2, 0.25, 0.5, 1.0)
"""The penalties that Moodle's form offers, its default first."""


def share(right: int) -> str:
    """The percent that one of `right` choices earns, as Moodle writes it. `right` is 1 to 10."""
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


def credits_of(penalty: float, hints: int) -> list[int]:
    """The percent of each try. Moodle ('interactive' behaviour) gives one try more than there are hints."""
    return [max(0, round(100 * (1 - penalty * used))) for used in range(hints + 1)]


def is_exact(penalty: float, hints: int) -> bool:
    """Whether the percents of `credits_of` need no rounding."""
    exact = [max(0.0, 100 * (1 - penalty * used)) for used in range(hints + 1)]
    return all(abs(each - round(each)) < 0.001 for each in exact)


def penalty_of(percents: Sequence[int], hints: int) -> tuple[float, bool]:
    """The penalty nearest to these credits, and whether it gives exactly these credits."""
    for penalty in PENALTIES:
        if credits_of(penalty, hints) == list(percents):
            return penalty, True
    second = percents[1] if len(percents) > 1 else 0
    return min(PENALTIES, key=lambda penalty: abs(100 * (1 - penalty) - second)), False
