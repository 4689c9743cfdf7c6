"""Parse the answers between the braces of a GIFT question."""

import re
from collections.abc import Callable, Iterator

from quizzes.formats.answers import Answer, decimal
from quizzes.formats.gift_escapes import show
from quizzes.formats.question import NotRepresentableError

type LineAt = Callable[[int], int]
"""Maps an index in the text between the braces to a line number of the file."""

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


def pairs_in(body: str, line_at: LineAt) -> Iterator[Answer]:
    """The rows of a matching question: = text -> match. Without a text, the match belongs to no row."""
    for place, piece in _pieces(body, "="):
        text, arrow, match = piece[1:].partition("->")
        if not arrow:
            raise NotRepresentableError(f"'{show(text.strip())}' has no arrow: write = row -> match")
        yield Answer(show(text.strip()), 0.0, "", line_at(place), match=show(match.strip()))


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
        value, tolerance = _value(written.strip() or "*")
        yield Answer(show(value), percent, show(feedback.strip()), line_at(place), show(tolerance))


def truth_in(body: str, line: int) -> list[Answer] | None:
    """A true-false question as two answers. None if it is no such question.

    The first feedback is for the wrong answer, the second for the right one. As in Moodle, the word stands in
    capital letters.
    """
    word, *feedback = [show(each.strip()) for each in body.split("#")]
    if word not in {"T", "TRUE", "F", "FALSE"}:
        return None
    wrong, right = [*feedback, "", ""][:2]
    is_true = word[0] == "T"
    return [
        Answer("True", 100.0 * is_true, right if is_true else wrong, line),
        Answer("False", 100.0 * (not is_true), wrong if is_true else right, line),
    ]


def _value(written: str) -> tuple[str, str]:
    """The number and its tolerance as texts. A range becomes its middle and half its width."""
    if ".." in written:
        low, high = map(decimal, written.split("..", 1))
        if low is None or high is None or low > high:
            raise NotRepresentableError(f"'{written}' is not a range of numbers")
        return f"{((low + high) / 2).normalize():f}", f"{((high - low) / 2).normalize():f}"
    value, _, tolerance = written.partition(":")
    return value.strip(), tolerance.strip() or "0"


def _pieces(body: str, signs: str) -> Iterator[tuple[int, str]]:
    """The pieces that begin with a sign. A sign with nothing behind it is no piece: people write ~= for =."""
    for match in re.finditer(f"[{signs}][^{signs}]*", body):
        if match[0][1:].strip():
            yield match.start(), match[0]
