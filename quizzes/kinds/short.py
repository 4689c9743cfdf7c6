"""Short answer: a text, a number, or a WebSocket close code, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from django import forms

from quizzes.kinds.base import (
    Answer,
    AnswerError,
    GradedChoice,
    GradedQuestion,
    Interaction,
    Kind,
    Mark,
    in_exact_case,
    text_field,
    typed,
)

FORMS = ("text", "number", "code")


class Short(Kind):
    """All or nothing. The choices are the answers that the author foresees, right or wrong, with feedback.

    `expects = { form = "number", tolerance = 0.5 }`: a number counts when it differs by the tolerance at
    most; a close code is a whole number from 1000 to 4999 (RFC 6455, 7.4); a text is the same to the letter.
    """

    name, title = "short", "Short answer"
    how_to_answer = (
        "by the question's `form`: a `text`, a `number` or a close `code`; the two last as number or text"
    )
    example_answer = '"accept", 0.5 or 1006'
    least_choices = 1
    shows_choices = False
    takes_options = False

    def parse(self, question: GradedQuestion, raw: object) -> str:
        text, form = typed(question, raw), self.form(question.expects)
        if form == "number" and number(text) is None:
            raise AnswerError(question.key, "Write a number, such as 0.5 or 20.")
        if form == "code" and close_code(text) is None:
            raise AnswerError(question.key, "Write a close code: a whole number from 1000 to 4999.")
        return text

    def mark(self, question: GradedQuestion, answer: Answer) -> Mark:
        known = next((each for each in question.choices if _same(question, str(answer), each.text)), None)
        if known and known.is_right:
            return Mark(1.0, True, [known.feedback], [])
        return Mark(
            0.0,
            False,
            [known.feedback] if known else [],
            [each.why_right for each in question.right_choices[:1]],
        )

    def right(self, question: GradedQuestion) -> str:
        return question.right_choices[0].text

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return text_field()

    def form(self, expects: Mapping[str, Any]) -> str:
        return str(expects.get("form", "text"))

    def interaction(self, question: GradedQuestion) -> Interaction:
        form = self.form(question.expects)
        if form == "number":
            return Interaction(
                "numeric", [_range(question, choice.text) for choice in question.right_choices]
            )
        exact = in_exact_case if form == "text" else str
        return Interaction("fill-in", [exact(choice.text.strip()) for choice in question.right_choices])

    def response(self, question: GradedQuestion, answer: Answer) -> str:
        """A number as xAPI writes it, with a point."""
        said = str(answer)
        is_number = question.expects.get("form") == "number" and number(said) is not None
        return said.strip().replace(",", ".") if is_number else said

    def choices_fault(self, choices: Sequence[GradedChoice]) -> str:
        right = any(choice.is_right for choice in choices)
        return "" if right else "no right answers in a short answer: mark at least one"

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[GradedChoice]) -> str:
        form, tolerance = expects.get("form", "text"), expects.get("tolerance", 0)
        if unknown := set(expects) - {"form", "tolerance"}:
            return f"a short answer expects no '{min(unknown)}': only form and tolerance"
        if form not in FORMS:
            return f"there is no form '{form}'; the forms are: {', '.join(FORMS)}"
        if "tolerance" in expects and (form != "number" or not _is_tolerance(tolerance)):
            return "a tolerance is a number of at least 0, and belongs to the form 'number'"
        read = {"number": number, "code": close_code}.get(form)
        odd = [choice.text for choice in choices if read and read(choice.text) is None]
        return f"'{odd[0]}' is no {'close code' if form == 'code' else 'number'}" if odd else ""


def number(text: str) -> float | None:
    """The finite number that `text` writes; a decimal comma is understood."""
    try:
        value = float(text.strip().replace(",", ".")) if "_" not in text else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None


def close_code(text: str) -> int | None:
    text = text.strip()
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and "1" <= text < "5" else None


def _same(question: GradedQuestion, said: str, known: str) -> bool:
    if question.expects.get("form", "text") == "text":
        return said == known.strip()
    one, other = number(said), number(known)
    assert one is not None
    assert other is not None
    tolerance = float(question.expects.get("tolerance", 0))
    return abs(one - other) <= tolerance + 1e-12 * max(abs(one), abs(other))  # 0.3 is not 0.1 + 0.2 in binary


def _range(question: GradedQuestion, known: str) -> str:
    """'19.5[:]20.5', the numbers that count, both ends among them."""
    middle, tolerance = number(known), float(question.expects.get("tolerance", 0))
    assert middle is not None
    return f"{middle - tolerance:.12g}[:]{middle + tolerance:.12g}"


def _is_tolerance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
