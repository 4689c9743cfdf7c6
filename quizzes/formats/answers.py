"""The weighed answers of a GIFT or Moodle question as choices of ours.

Each function adds a `Note` to `notes` for whatever is lost.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from quizzes.formats.question import Note, NotRepresentableError, PlainChoice

_TOLERANCE = 0.01  # percent: files write a third as 33.33333


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a file. `percent` is the credit that it earns, from -100 to 100.

    `tolerance` belongs to numbers. `markup` and `feedback_markup` (see `markup.py`) are None where they are
    those of the question. `line` counts from 1.
    """

    text: str
    percent: float
    feedback: str
    line: int
    tolerance: str = "0"
    markup: str | None = None
    feedback_markup: str | None = None

    @property
    def earns_all(self) -> bool:
        return self.percent >= 100 - _TOLERANCE

    @property
    def choice(self) -> PlainChoice:
        return PlainChoice(self.text, self.percent > 0, self.feedback)


def single(answers: Sequence[Answer], notes: list[Note]) -> list[PlainChoice]:
    """The choices of a single choice, in which one answer earns 100 %.

    Raises `NotRepresentableError` where no answer or several answers earn 100 %.
    """
    right = sum(answer.earns_all for answer in answers)
    if right != 1:
        count = right or "none"
        raise NotRepresentableError(f"a single choice has exactly one answer that earns 100 %; here {count}")
    return [_right_or_wrong(answer, notes) for answer in answers]


def multiple(answers: Sequence[Answer], notes: list[Note]) -> list[PlainChoice]:
    """The choices of a multiple choice. A right choice earns an equal part, and a wrong choice costs it.

    Raises `NotRepresentableError` where no answer earns anything.
    """
    right = sum(answer.percent > 0 for answer in answers)
    if not right:
        raise NotRepresentableError("a multiple choice has an answer that earns something; here none")
    part = 100 / right
    for answer in answers:
        expected = part if answer.percent > 0 else -part
        if abs(answer.percent - expected) > _TOLERANCE:
            reason = f"here a right choice earns {part:.3g} %, a wrong one costs it"
            notes.append(Note(answer.line, f"the weight {answer.percent:g} %: {reason}"))
    return [answer.choice for answer in answers]


def text(answers: Sequence[Answer], notes: list[Note]) -> list[PlainChoice]:
    """The choices of a short answer, which are compared exactly. Moodle's * stands for any text.

    Raises `NotRepresentableError` where a right answer has such a *.
    """
    return [_right_or_wrong(answer, notes) for answer in _without_wildcards(answers, notes)]


def number(answers: Sequence[Answer], notes: list[Note]) -> tuple[list[PlainChoice], dict[str, object]]:
    """The choices of a question for a number, and its `expects`: one tolerance for all right answers.

    Raises `NotRepresentableError` where the right answers have none or several.
    """
    known = [answer for answer in answers if _is_number(answer, notes)]
    tolerances = {decimal(answer.tolerance) for answer in known if answer.earns_all}
    if len(tolerances) != 1:
        what = "numbers with different tolerances" if tolerances else "no answer that earns 100 %"
        raise NotRepresentableError(f"a question for a number has one tolerance for all; here {what}")
    (tolerance,) = tolerances
    assert tolerance is not None
    choices = []
    for answer in known:
        if decimal(answer.tolerance) == tolerance:
            choices.append(_right_or_wrong(answer, notes))
        else:
            notes.append(
                Note(answer.line, f"the answer {answer.text} with another tolerance, and its feedback")
            )
    plain = int(tolerance) if tolerance == int(tolerance) else float(tolerance)
    return choices, {"form": "number"} | ({"tolerance": plain} if plain else {})


def decimal(written: str) -> Decimal | None:
    """The finite number in `written`, which may have a decimal comma. None where there is none."""
    try:
        value = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 100 else None


def _right_or_wrong(answer: Answer, notes: list[Note]) -> PlainChoice:
    """A choice that is right if its answer earns 100 %. Any other credit is lost."""
    if not answer.earns_all and answer.percent:
        notes.append(Note(answer.line, f"{answer.percent:g} % for '{answer.text}': here it is wrong"))
    return PlainChoice(answer.text, answer.earns_all, answer.feedback)


def _without_wildcards(answers: Sequence[Answer], notes: list[Note]) -> Iterator[Answer]:
    for answer in answers:
        if not re.search(r"(?<!\\)\*", answer.text):
            yield replace(answer, text=answer.text.replace(r"\*", "*"))
        elif answer.percent > 0:
            raise NotRepresentableError(f"the right answer '{answer.text}' has a *, for any text")
        else:
            notes.append(Note(answer.line, f"the answer '{answer.text}', for any text, and its feedback"))


def _is_number(answer: Answer, notes: list[Note]) -> bool:
    if decimal(answer.text) is not None:
        if (tolerance := decimal(answer.tolerance)) is None or tolerance < 0:
            raise NotRepresentableError(f"'{answer.tolerance}' is no tolerance: a number of at least 0")
        return True
    if answer.percent > 0:
        raise NotRepresentableError(f"the right answer '{answer.text}' is no number")
    what = f"the answer '{answer.text}', which is no number," if answer.text else "any other answer"
    notes.append(Note(answer.line, f"{what} and its feedback"))
    return False
