"""Short answer: a text, a number, or a WebSocket close code, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, typed_text
from quizzes.kinds.base import Interaction, Kind, Mark, exact_case_pattern, text_field

INPUT_TYPES = ("text", "number", "code")


class Short(Kind):
    """Credit is 0 or 1. The choices are answers that the author expects, right or wrong, with feedback.

    `expects = { form = "number", tolerance = 0.5 }` sets the input type, which is 'text' without it:

    - 'text': right if it equals a right choice in every character.
    - 'number': right if it differs from a right choice by at most `tolerance` (default 0).
    - 'code': a WebSocket close code, a whole number from 1000 to 4999 (RFC 6455, 7.4).
    """

    name, title = "short", "Short answer"
    how_to_answer = (
        "by the question's `form`: a `text`, a `number` or a close `code`; the two last as number or text"
    )
    example_answer = '"accept", 0.5 or 1006'
    min_choices = 1
    shows_choices = False
    counts_options = False

    def parse(self, answer_key: AnswerKey, raw: object) -> str:
        text, input_type = typed_text(answer_key, raw), self.input_type(answer_key.expects)
        if input_type == "number" and number(text) is None:
            raise AnswerError(answer_key.question, "Write a number, such as 0.5 or 20.")
        if input_type == "code" and close_code(text) is None:
            raise AnswerError(answer_key.question, "Write a close code: a whole number from 1000 to 4999.")
        return text

    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        expected = next(
            (each for each in answer_key.choices if _matches(answer_key, str(answer), each.text)), None
        )
        if expected and expected.is_right:
            return Mark(1.0, True, [expected.feedback], [])
        return Mark(
            0.0,
            False,
            [expected.feedback] if expected else [],
            [each.why_right for each in answer_key.right_choices[:1]],
        )

    def right(self, answer_key: AnswerKey) -> str:
        return answer_key.right_choices[0].text

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return text_field()

    def input_type(self, expects: Mapping[str, Any]) -> str:
        return str(expects.get("form", "text"))

    def interaction(self, answer_key: AnswerKey) -> Interaction:
        input_type = self.input_type(answer_key.expects)
        if input_type == "number":
            return Interaction(
                "numeric", [_range(answer_key, choice.text) for choice in answer_key.right_choices]
            )
        exact = exact_case_pattern if input_type == "text" else str
        return Interaction("fill-in", [exact(choice.text.strip()) for choice in answer_key.right_choices])

    def response(self, answer_key: AnswerKey, answer: Answer) -> str:
        """A number gets a decimal point, as xAPI writes it."""
        text = str(answer)
        is_number = answer_key.expects.get("form") == "number" and number(text) is not None
        return text.strip().replace(",", ".") if is_number else text

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        right = any(choice.is_right for choice in choices)
        return "" if right else "no right answers in a short answer: mark at least one"

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> str:
        input_type, tolerance = expects.get("form", "text"), expects.get("tolerance", 0)
        if unknown := set(expects) - {"form", "tolerance"}:
            return f"a short answer expects no '{min(unknown)}': only form and tolerance"
        if input_type not in INPUT_TYPES:
            return f"there is no form '{input_type}'; the forms are: {', '.join(INPUT_TYPES)}"
        if "tolerance" in expects and (input_type != "number" or not _is_tolerance(tolerance)):
            return "a tolerance is a number of at least 0, and belongs to the form 'number'"
        read = {"number": number, "code": close_code}.get(input_type)
        odd = [choice.text for choice in choices if read and read(choice.text) is None]
        return f"'{odd[0]}' is no {'close code' if input_type == 'code' else 'number'}" if odd else ""


def number(text: str) -> float | None:
    """The finite number in `text`, which may have a decimal comma. None where there is none."""
    try:
        value = float(text.strip().replace(",", ".")) if "_" not in text else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None


def close_code(text: str) -> int | None:
    """The close code in `text`, 1000 to 4999. None where there is none."""
    text = text.strip()
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and "1" <= text < "5" else None


def _matches(answer_key: AnswerKey, text: str, known: str) -> bool:
    if answer_key.expects.get("form", "text") == "text":
        return text == known.strip()
    one, other = number(text), number(known)
    assert one is not None
    assert other is not None
    tolerance = float(answer_key.expects.get("tolerance", 0))
    return abs(one - other) <= tolerance + 1e-12 * max(abs(one), abs(other))  # 0.1 + 0.2 != 0.3 in binary


def _range(answer_key: AnswerKey, known: str) -> str:
    """The xAPI pattern of the numbers that count, such as '19.5[:]20.5'. Both ends count."""
    middle, tolerance = number(known), float(answer_key.expects.get("tolerance", 0))
    assert middle is not None
    return f"{middle - tolerance:.12g}[:]{middle + tolerance:.12g}"


def _is_tolerance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
