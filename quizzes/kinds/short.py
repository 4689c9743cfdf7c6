"""Short answer: a text, a number, or a WebSocket close code, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, typed_text
from quizzes.kinds.base import (
    ExpectsField,
    Interaction,
    Kind,
    Mark,
    exact_case_pattern,
    percent_fault,
    text_field,
)
from quizzes.kinds.typed_match import ANY, close_code, expected_number, is_near, matches_text, number

INPUT_TYPES = ("text", "number", "code")
CASES = ("exact", "either")
_OF_TEXT = {"case": "exact", "wildcards": False}
"""Further keys of `expects` for a text, with their defaults."""


class Short(Kind):
    """The choices are answers that the author expects, with feedback. The first that matches counts.

    Credit is 1 if it is right, else 0, unless it has a credit of its own.
    `expects = { form = "number", tolerance = 0.5 }` sets the input type, which is 'text' without it:

    - 'text': matches if it equals the choice in every character. With `case = "either"`, upper and lower case
      are the same; with `wildcards = true`, a * in a choice stands for any text, and \\* for an asterisk.
    - 'number': matches if it differs from the choice by at most `tolerance` (default 0). A choice may have a
      tolerance of its own, as in '20 ± 0.5'; the choice '*' is any other number.
    - 'code': a WebSocket close code, a whole number from 1000 to 4999 (RFC 6455, 7.4).
    """

    name, title = "short", "Short answer"
    how_to_answer = (
        "by the question's `form`: a `text`, a `number` or a close `code`; the two last as number or text"
    )
    example_answer = '"accept", 0.5 or 1006'
    min_choices = 1
    shows_choices = False
    expects_fields: ClassVar = {
        "form": ExpectsField(
            "Learners type",
            "select",
            [("", "a text"), ("number", "a number"), ("code", "a close code")],
            default="text",
        ),
        "case": ExpectsField(
            "Upper and lower case",
            "select",
            [("", "must be the same"), ("either", "may differ")],
            form="text",
        ),
        "wildcards": ExpectsField("A * in a choice stands for any text", "checkbox", form="text"),
        "tolerance": ExpectsField("A number may differ by", "number", form="number"),
    }
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
        if expected and expected.earns_all:
            return Mark(1.0, True, [expected.feedback], [])
        return Mark(
            max(0.0, expected.credit) if expected else 0.0,
            False,
            [expected.feedback] if expected else [],
            [each.why_right for each in answer_key.right_choices[:1]],
        )

    def right(self, answer_key: AnswerKey) -> str:
        """The first right choice, without its tolerance, and without the escapes of wildcards."""
        text, expects = answer_key.right_choices[0].text.strip(), answer_key.expects
        if self.input_type(expects) == "number":
            found = expected_number(text)
            return f"{found[0]:.12g}" if found and number(text) is None else text
        return text.replace(r"\*", "*") if expects.get("wildcards") else text

    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        return text_field()

    def input_type(self, expects: Mapping[str, Any]) -> str:
        return str(expects.get("form", "text"))

    def interaction(self, answer_key: AnswerKey) -> Interaction:
        input_type = self.input_type(answer_key.expects)
        if input_type == "number":
            ranges = (_range(answer_key, choice.text) for choice in answer_key.right_choices)
            return Interaction("numeric", [each for each in ranges if each])
        is_exact = input_type == "text" and answer_key.expects.get("case") != "either"
        exact = exact_case_pattern if is_exact else str
        return Interaction("fill-in", [exact(choice.text.strip()) for choice in answer_key.right_choices])

    def response(self, answer_key: AnswerKey, answer: Answer) -> str:
        """A number gets a decimal point, as xAPI writes it."""
        text = str(answer)
        is_number = answer_key.expects.get("form") == "number" and number(text) is not None
        return text.strip().replace(",", ".") if is_number else text

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        if not any(choice.is_right for choice in choices):
            return "no right answers in a short answer: mark at least one"
        return percent_fault(choices)

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> str:
        input_type, tolerance = expects.get("form", "text"), expects.get("tolerance", 0)
        if unknown := set(expects) - {"form", "tolerance", *_OF_TEXT}:
            return f"a short answer expects no '{min(unknown)}': only form, tolerance, case and wildcards"
        if input_type not in INPUT_TYPES:
            return f"there is no form '{input_type}'; the forms are: {', '.join(INPUT_TYPES)}"
        if "tolerance" in expects and (input_type != "number" or not _is_tolerance(tolerance)):
            return "a tolerance is a number of at least 0, and belongs to the form 'number'"
        if input_type != "text" and set(expects) & set(_OF_TEXT):
            return "case and wildcards belong to the form 'text'"
        if expects.get("case", "exact") not in CASES:
            return f"there is no case '{expects['case']}'; the cases are: {', '.join(CASES)}"
        if not isinstance(expects.get("wildcards", False), bool):
            return "wildcards is true or false"
        odd = [choice.text for choice in choices if not _is_readable(input_type, choice.text)]
        return f"'{odd[0]}' is no {'close code' if input_type == 'code' else 'number'}" if odd else ""


def _is_readable(input_type: str, known: str) -> bool:
    """Whether the text of a choice is what its input type needs."""
    if input_type == "number":
        return known.strip() == ANY or expected_number(known) is not None
    return input_type == "text" or close_code(known) is not None


def _matches(answer_key: AnswerKey, text: str, known: str) -> bool:
    expects = answer_key.expects
    if expects.get("form", "text") == "text":
        either_case = expects.get("case") == "either"
        return matches_text(text, known, either_case=either_case, wildcards=bool(expects.get("wildcards")))
    if known.strip() == ANY:
        return True
    value, expected = number(text), expected_number(known, float(expects.get("tolerance", 0)))
    return value is not None and expected is not None and is_near(value, *expected)


def _range(answer_key: AnswerKey, known: str) -> str:
    """The xAPI pattern of the numbers that count, such as '19.5[:]20.5'. Both ends count."""
    expected = expected_number(known, float(answer_key.expects.get("tolerance", 0)))
    if expected is None:
        return ""
    middle, tolerance = expected
    return f"{middle - tolerance:.12g}[:]{middle + tolerance:.12g}"


def _is_tolerance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
