"""Parse the answers between the braces of a GIFT question."""

import re
from collections.abc import Callable, Iterator

from quizzes.formats.answers import Answer, decimal
from quizzes.formats.gift_escapes import show
from quizzes.formats.question import NotRepresentableError

type LineAt = Callable[[int], int]
"""From an index in the text between the braces to a line number of the file."""

_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")


def choices_in(body: str, line_at: LineAt) -> Iterator[Answer]:
    """The answers that begin with = (right) or ~ (wrong). An answer may have a weight in percent."""
    for place, piece in _pieces(body, "=~"):
        percent = 100.0 if piece[0] == "=" else 0.0
        rest = piece[1:]
        if weight := _WEIGHT.match(rest):
            percent, rest = float(weight[1]), rest[weight.end() :]
        text, _, feedback = rest.partition("#")
        yield Answer(show(text.strip()), percent, show(feedback.strip()), line_at(place))


def numbers_in(body: str, line_at: LineAt) -> Iterator[Answer]:
    """The numbers after {#: one, or several that begin with =.

    20:0.5 is a number with its tolerance, 19..21 is a range.
    """
    if not body.lstrip().startswith(("=", "~")):
        body = "=" + body
    for place, piece in _pieces(body, "=~"):
        percent = 100.0 if piece[0] == "=" else 0.0
        rest = piece[1:]
        if weight := _WEIGHT.match(rest):
            percent, rest = float(weight[1]), rest[weight.end() :]
        written, _, feedback = rest.partition("#")
        value, tolerance = _value(written.strip())
        yield Answer(show(value), percent, show(feedback.strip()), line_at(place), show(tolerance))


def truth_in(body: str, line: int) -> list[Answer] | None:
    """A true-false question as two answers. None if it is no such question.

    The first feedback is for the wrong answer, the second for the right one.
    """
    said, *feedback = [show(each.strip()) for each in body.split("#")]
    if said.upper() not in {"T", "TRUE", "F", "FALSE"}:
        return None
    wrong, right = [*feedback, "", ""][:2]
    is_true = said.upper()[0] == "T"
    return [
        Answer("True", 100.0 * is_true, right if is_true else wrong, line),
        Answer("False", 100.0 * (not is_true), wrong if is_true else right, line),
    ]


def _value(written: str) -> tuple[str, str]:
    """The number and its tolerance as texts. A range becomes its middle and half its width."""
    if ".." in written:
        low, high = map(decimal, written.split("..", 1))
        if low is None or high is None or low > high:
            raise NotRepresentableError(f"'{written}' is no range of numbers")
        return f"{((low + high) / 2).normalize():f}", f"{((high - low) / 2).normalize():f}"
    value, _, tolerance = written.partition(":")
    return value.strip(), tolerance.strip() or "0"


def _pieces(body: str, signs: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(f"[{signs}][^{signs}]*", body):
        yield match.start(), match[0]
