"""The weighed answers of a GIFT or Moodle question as choices of ours.

Each function adds a `Note` to `notes` for whatever is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from quizzes.formats.question import Note, NotRepresentableError, PlainChoice

_NEVER_COSTS = "{:g} %: an option of a single choice costs nothing here, and earns nothing"
_WILDCARD = re.compile(r"(?<!\\)\*")
_TOLERANCE = 0.01  # percent: files write a third as 33.33333


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a file. `percent` is the credit that it earns, from -100 to 100.

    `tolerance` belongs to numbers, `match` to rows of a matching question. `markup` and `feedback_markup`
    (see `markup.py`) are None where they are those of the question. `line` counts from 1.
    """

    text: str
    percent: float
    feedback: str
    line: int
    tolerance: str = "0"
    markup: str | None = None
    feedback_markup: str | None = None
    match: str = ""

    @property
    def earns_all(self) -> bool:
        return self.percent >= 100 - _TOLERANCE

    @property
    def choice(self) -> PlainChoice:
        return PlainChoice(self.text, self.percent > 0, self.feedback)


def single(answers: Sequence[Answer], notes: list[Note]) -> list[PlainChoice]:
    """The choices of a single choice. An answer that earns a part keeps it.

    Raises `NotRepresentableError` where no answer earns 100 %.
    """
    _refuse_without_right(answers)
    notes += [Note(each.line, _NEVER_COSTS.format(each.percent)) for each in answers if each.percent < 0]
    return [_weighed(answer) for answer in answers]


def multiple(answers: Sequence[Answer], notes: list[Note]) -> list[PlainChoice]:
    """The choices of a multiple choice. Where all right ones earn an equal part, they need no percents.

    Raises `NotRepresentableError` where the answers that earn something do not earn 100 % together.
    """
    right = [answer for answer in answers if answer.percent > 0]
    total = sum(answer.percent for answer in right)
    if total < 99.99:
        earned = f"{total:g} % together" if right else "nothing"
        raise NotRepresentableError(f"its right answers earn {earned}: give them 100 % together")
    part = 100 / len(right)
    wanted = [part if answer.percent > 0 else -part for answer in answers]
    if all(abs(each.percent - want) <= _TOLERANCE for each, want in zip(answers, wanted, strict=True)):
        return [answer.choice for answer in answers]
    return [replace(answer.choice, percent=answer.percent) for answer in answers]


def text(
    answers: Sequence[Answer], *, either_case: bool, wildcards: bool
) -> tuple[list[PlainChoice], dict[str, object]]:
    """The choices of a short answer, and its `expects`. In files, * stands for any text.

    `wildcards` is whether the choices are written with wildcards even if there is none in them. Raises
    `NotRepresentableError` where no answer earns 100 %.
    """
    _refuse_without_right(answers)
    expects: dict[str, object] = {"case": "either"} if either_case else {}
    if wildcards or any(_WILDCARD.search(answer.text) for answer in answers):
        return [_weighed(answer) for answer in answers], expects | {"wildcards": True}
    plain = [replace(answer, text=answer.text.replace(r"\*", "*")) for answer in answers]
    return [_weighed(answer) for answer in plain], expects


def number(answers: Sequence[Answer]) -> tuple[list[PlainChoice], dict[str, object]]:
    """The choices of a question for a number, and its `expects`.

    Where the answers have several tolerances, each is written into its choice. Raises
    `NotRepresentableError` where an answer is no number, or none earns 100 %.
    """
    _refuse_without_right(answers)
    tolerances = [_checked_tolerance(answer) for answer in answers]
    known = {each for each in tolerances if each is not None}
    expects: dict[str, object] = {"form": "number"}
    if len(known) > 1:
        written = [
            f"{answer.text} ± {tolerance.normalize():f}" if tolerance else answer.text
            for answer, tolerance in zip(answers, tolerances, strict=True)
        ]
        answers = [replace(answer, text=text) for answer, text in zip(answers, written, strict=True)]
    elif tolerance := next(iter(known), None):
        expects["tolerance"] = int(tolerance) if tolerance == int(tolerance) else float(tolerance)
    return [_weighed(answer) for answer in answers], expects


def matching(answers: Sequence[Answer]) -> tuple[list[PlainChoice], dict[str, object]]:
    """The rows of a matching question, and its `expects`: the texts that belong to no row.

    Raises `NotRepresentableError` where there are fewer than two rows.
    """
    rows = [answer for answer in answers if answer.text]
    if len(rows) < 2:
        raise NotRepresentableError("a matching question with fewer than two rows: add one")
    if without := next((row for row in rows if not row.match), None):
        raise NotRepresentableError(f"the row '{without.text}' has no text that belongs to it: write one")
    extra = [answer.match for answer in answers if not answer.text and answer.match]
    return [PlainChoice(row.text, match=row.match) for row in rows], {"extra": extra} if extra else {}


def decimal(written: str) -> Decimal | None:
    """The finite number in `written`, which may have a decimal comma. None where there is none."""
    try:
        value = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 100 else None


def _weighed(answer: Answer) -> PlainChoice:
    """The answer as a choice. It is right if it earns 100 %, and keeps another credit but 0."""
    is_partial = not answer.earns_all and abs(answer.percent) > _TOLERANCE
    percent = answer.percent if is_partial else None
    return PlainChoice(answer.text, answer.earns_all, answer.feedback, percent=percent)


def _refuse_without_right(answers: Sequence[Answer]) -> None:
    if not any(answer.earns_all for answer in answers):
        raise NotRepresentableError("no answer earns 100 %: mark one as right")


def _checked_tolerance(answer: Answer) -> Decimal | None:
    """The tolerance of a number; None for *, any number."""
    if answer.text == "*":
        return None
    if decimal(answer.text) is None:
        raise NotRepresentableError(
            f"the answer '{answer.text}' is not a number: write a number, or make it a short answer"
        )
    tolerance = decimal(answer.tolerance)
    if tolerance is None or tolerance < 0:
        raise NotRepresentableError(f"'{answer.tolerance}' is not a tolerance: write a number of at least 0")
    return tolerance
