"""The answers of a GIFT or Moodle question as choices of ours, with a note of what is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from quizzes.formats.question import Note, NotRepresentableError, PlainChoice

_NEAR = 0.01  # percent: a third is written as 33.33333


@dataclass(slots=True)
class Answer:
    """`percent` is what it earns, 100 to -100; `tolerance` belongs to numbers.

    `form` and `feedback_form` (see `markup`) where they are not that of the question.
    """

    text: str
    percent: float
    feedback: str
    line: int
    tolerance: str = "0"
    form: str | None = None
    feedback_form: str | None = None

    @property
    def choice(self) -> PlainChoice:
        return PlainChoice(self.text, self.percent > 0, self.feedback)


def single(answers: list[Answer], notes: list[Note]) -> list[PlainChoice]:
    """One answer earns everything, the others nothing."""
    right = [answer for answer in answers if answer.percent >= 100 - _NEAR]
    if len(right) != 1:
        count = len(right) or "none"
        raise NotRepresentableError(f"a single choice has exactly one answer that earns 100 %; here {count}")
    return [_all_or_nothing(answer, notes) for answer in answers]


def multiple(answers: list[Answer], notes: list[Note]) -> list[PlainChoice]:
    """Here every right choice earns the same, and every wrong one costs the same."""
    right = sum(answer.percent > 0 for answer in answers)
    if not right:
        raise NotRepresentableError("a multiple choice has an answer that earns something; here none")
    part = 100 / right
    for answer in answers:
        wanted = part if answer.percent > 0 else -part
        if abs(answer.percent - wanted) > _NEAR:
            told = f"here a right choice earns {part:.3g} %, a wrong one costs it"
            notes.append(Note(answer.line, f"the weight {answer.percent:g} %: {told}"))
    return [answer.choice for answer in answers]


def text(answers: list[Answer], notes: list[Note]) -> list[PlainChoice]:
    """A short answer, the same to the letter. Moodle's * stands for any text."""
    return [_all_or_nothing(answer, notes) for answer in _without_wildcards(answers, notes)]


def number(answers: list[Answer], notes: list[Note]) -> tuple[list[PlainChoice], dict[str, object]]:
    """Numbers, and what the question expects: one tolerance for all of them."""
    known = [answer for answer in answers if _is_number(answer, notes)]
    tolerances = {decimal(answer.tolerance) for answer in known if answer.percent >= 100 - _NEAR}
    if len(tolerances) != 1:
        what = "numbers with different tolerances" if tolerances else "no answer that earns 100 %"
        raise NotRepresentableError(f"a question for a number has one tolerance for all; here {what}")
    (tolerance,) = tolerances
    assert tolerance is not None
    kept = []
    for answer in known:
        if decimal(answer.tolerance) == tolerance:
            kept.append(_all_or_nothing(answer, notes))
        else:
            notes.append(
                Note(answer.line, f"the answer {answer.text} with another tolerance, and its feedback")
            )
    plain = int(tolerance) if tolerance == int(tolerance) else float(tolerance)
    return kept, {"form": "number"} | ({"tolerance": plain} if plain else {})


def decimal(written: str) -> Decimal | None:
    """The finite number that a file writes."""
    try:
        value = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 100 else None


def _all_or_nothing(answer: Answer, notes: list[Note]) -> PlainChoice:
    is_right = answer.percent >= 100 - _NEAR
    if not is_right and answer.percent:
        notes.append(Note(answer.line, f"{answer.percent:g} % for '{answer.text}': here it is wrong"))
    return PlainChoice(answer.text, is_right, answer.feedback)


def _without_wildcards(answers: list[Answer], notes: list[Note]) -> Iterator[Answer]:
    for answer in answers:
        if not re.search(r"(?<!\\)\*", answer.text):
            answer.text = answer.text.replace(r"\*", "*")
            yield answer
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
