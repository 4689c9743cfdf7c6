"""Moodle's weights of answers and penalties of tries, beside our credit."""

from collections.abc import Sequence

PENALTIES = (0.3333333, 0.0, 0.1, 0.2, 0.25, 0.5, 1.0)
"""Those that Moodle's form offers, its default first."""


def share(right: int) -> str:
    """What one of `right` choices earns, as Moodle writes its fractions, up to ten of them."""
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


def credits_of(penalty: float, hints: int) -> list[int]:
    """The percent of each try: Moodle gives one more try than a question has hints ('interactive')."""
    return [max(0, round(100 * (1 - penalty * used))) for used in range(hints + 1)]


def is_exact(penalty: float, hints: int) -> bool:
    """Whether those percents are whole numbers."""
    exact = [max(0.0, 100 * (1 - penalty * used)) for used in range(hints + 1)]
    return all(abs(each - round(each)) < 0.001 for each in exact)


def penalty_of(percents: Sequence[int], hints: int) -> tuple[float, bool]:
    """The penalty for these credits, and whether Moodle would then give just these."""
    for penalty in PENALTIES:
        if credits_of(penalty, hints) == list(percents):
            return penalty, True
    second = percents[1] if len(percents) > 1 else 0
    return min(PENALTIES, key=lambda penalty: abs(100 * (1 - penalty) - second)), False
