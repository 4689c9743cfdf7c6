"""Whether two texts write the same Python value. Only literals of bounded length are evaluated."""

import ast
import warnings
from typing import Any, Literal

from live_demo.predict.cells import MAX_VALUE_LENGTH

Likeness = Literal["same", "without quotes", "other"]

# A learner may well write an invalid escape such as "\d": it is no reason for a warning in the log.
warnings.filterwarnings("ignore", category=SyntaxWarning, module="<unknown>")


def compare(answer: str, truth: str) -> Likeness:
    """Compare a learner's `answer` with the `truth`: as values where both are literals, else as texts.

    'without quotes': `answer` is the string that `truth` writes, and lacks only the quotes.
    """
    answer, truth = answer.strip(), truth.strip()
    if answer == truth:
        return "same"
    known, value = _literal(truth)
    read, guess = _literal(answer) if len(answer) <= MAX_VALUE_LENGTH else (False, None)
    if known and read:
        return "same" if _same(guess, value) else "other"
    if answer and not read and isinstance(value, str) and answer == value.strip():
        return "without quotes"
    return "other"


def is_literal(text: str) -> bool:
    """Whether `text` is a Python literal of at most `MAX_VALUE_LENGTH` characters."""
    return len(text) <= MAX_VALUE_LENGTH and _literal(text.strip())[0]


def _literal(text: str) -> tuple[bool, Any]:
    """(whether `text` is a literal, its value)."""
    try:
        return True, ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False, None


def _same(one: Any, other: Any) -> bool:
    """Equal and of the same type, inside containers too: True is not 1, and [True] is not [1]."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    return bool(one == other)
