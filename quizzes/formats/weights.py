"""Convert between our credits and Moodle's weights of answers and penalties of tries."""

from collections.abc import Sequence

from quizzes.formats.question import PlainChoice, PlainQuestion
from quizzes.kinds.typed_match import expected_number

PENALTIES = (0.3333333, 0.0, 0.1, 0.2, 0.25, 0.5, 1.0)
"""The penalties that Moodle's form offers, its default first."""


FRACTIONS = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5),
    *(11.11111, 10, 5, 0),
)
"""The percents that Moodle knows, and their negatives. Its importer refuses others unless told otherwise."""


def nearest(percent: float) -> str:
    """The percent of Moodle that is nearest, as Moodle writes it."""
    size = min(FRACTIONS, key=lambda known: abs(known - abs(percent)))
    return f"{'-' if percent < 0 and size else ''}{size:.5f}".rstrip("0").rstrip(".")


def weighed(choices: Sequence[PlainChoice]) -> list[tuple[str, PlainChoice]]:
    """The choices of a multiple choice, each with the percent that Moodle gives or takes for it."""
    if any(choice.percent is not None for choice in choices):
        return [(nearest(choice.percent or 0), choice) for choice in choices]
    part = share(sum(choice.right for choice in choices))
    return [(part if choice.right else f"-{part}", choice) for choice in choices]


def has_odd_credit(choices: Sequence[PlainChoice]) -> bool:
    """Whether a choice has a credit that is none of Moodle's."""
    percents = [choice.percent for choice in choices if choice.percent is not None]
    return any(abs(float(nearest(percent)) - percent) > 0.01 for percent in percents)


def number_of(choice: PlainChoice, question: PlainQuestion) -> tuple[str, str]:
    """A number that is expected, and its tolerance, as Moodle reads them."""
    default = question.expects.get("tolerance", 0)
    found = expected_number(choice.text, default)
    written = choice.text.strip().replace(",", ".")
    if found is None or found[1] == default:
        return written.partition("±")[0].partition("+")[0].strip() or written, str(default)
    return f"{found[0]:.12g}", f"{found[1]:.12g}"


def extra_in(question: PlainQuestion) -> list[str]:
    """The texts of a matching question that belong to no row."""
    return list(question.expects.get("extra", []))


def has_row_feedback(question: PlainQuestion) -> bool:
    return question.kind == "matching" and any(choice.feedback for choice in question.choices)


def share(right: int) -> str:
    """The percent that one of `right` choices earns, 1 to 26, as Moodle writes it."""
    return nearest(100 / right)


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
