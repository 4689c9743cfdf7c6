"""Matching: the learner finds for each row the text that belongs to it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError
from quizzes.kinds.base import ExpectsField, Interaction, Kind, Mark


class Selects(forms.SelectMultiple):
    """Holds the pairs of an answer. The template of the type draws one select for each row."""


class Matching(Kind):
    """Credit is the share of the rows that have the text that belongs to them.

    A choice is a row: `text`, and its `match` as plain text. Several rows may share a match.
    `expects = { extra = ["200"] }` are texts that belong to no row. Learners see all texts in alphabetical
    order, numbered from 1. An answer has a pair for each row: its letter, a dot and the number of the text.

    Source: Moodle's matching question.
    """

    name, title = "matching", "Matching"
    how_to_answer = (
        "a list of pairs, one for each choice: its key, a dot, and the key of one of the `matches`"
    )
    example_answer = '["a.2", "b.1"]'
    counts_options = False
    marked_by = "Match"
    expects_fields: ClassVar = {
        "extra": ExpectsField("Texts that belong to no row, one a line", "lines"),
    }

    def parse(self, answer_key: AnswerKey, raw: object) -> list[str]:
        if not raw:
            raise AnswerError(answer_key.question, "Choose a text for every row first.")
        if not isinstance(raw, list) or not all(isinstance(pair, str) for pair in raw):
            raise AnswerError(answer_key.question, 'Send a list of pairs, such as ["a.2", "b.1"].')
        pairs = [pair for pair in raw if pair]
        numbers = [number for number, _ in self.matches(answer_key.expects, answer_key.choices)]
        known = {f"{choice.key}.{number}" for choice in answer_key.choices for number in numbers}
        if odd := next((pair for pair in pairs if pair not in known), None):
            words = f"There is no pair '{odd[:50]}': write a row, a dot and a number, such as a.2."
            raise AnswerError(answer_key.question, words)
        rows = [_row(pair) for pair in pairs]
        if len(set(rows)) < len(rows):
            raise AnswerError(answer_key.question, "A row is there twice. Send each once.")
        if len(rows) < len(answer_key.choices):
            raise AnswerError(answer_key.question, "A row has no text yet. Choose one for every row.")
        return sorted(pairs)

    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        explained = self.explained(answer_key, answer)
        reasons, rows = [choice.why_right for choice in explained], len(answer_key.choices)
        hits = self._hits(answer_key, answer)
        if len(hits) == rows:
            return Mark(1.0, True, reasons, [])
        return Mark(len(hits) / rows, False, [f"Rows that are right: {len(hits)} of {rows}."], reasons)

    def explained(self, answer_key: AnswerKey, answer: Answer) -> list[KeyChoice]:
        hits = self._hits(answer_key, answer)
        return [choice for choice in answer_key.choices if choice not in hits] or hits

    def _hits(self, answer_key: AnswerKey, answer: Answer) -> list[KeyChoice]:
        """The rows that have their text."""
        right = set(self.right(answer_key))
        return [choice for choice in answer_key.choices if right & set(_of_row(answer, choice.key))]

    def right(self, answer_key: AnswerKey) -> list[str]:
        numbers = {text: number for number, text in self.matches(answer_key.expects, answer_key.choices)}
        return [f"{choice.key}.{numbers[choice.match.strip()]}" for choice in answer_key.choices]

    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        pairs = [(f"{key}.{number}", text) for key, _ in options for number, text in matches]
        field = forms.Field(required=False, widget=Selects(choices=pairs))
        field.rows, field.texts = options, matches  # type: ignore[attr-defined]
        return field

    def matches(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> list[tuple[str, str]]:
        texts = {choice.match.strip() for choice in choices} | {text.strip() for text in _extra(expects)}
        ordered = sorted(texts - {""}, key=lambda text: (text.casefold(), text))
        return [(str(number), text) for number, text in enumerate(ordered, start=1)]

    def interaction(self, answer_key: AnswerKey) -> Interaction:
        return Interaction("matching", [self.response(answer_key, self.right(answer_key))])

    def response(self, answer_key: AnswerKey, answer: Answer) -> str:
        return "[,]".join(pair.replace(".", "[.]") for pair in answer)

    def counted_options(self, answer: Answer) -> list[str]:
        return [" ".join(answer)]

    def answer_from_count(self, text: str) -> list[str]:
        return text.split()

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        without = [choice.key for choice in choices if not choice.match.strip()]
        return f"row {without[0]} has no match: write the text that belongs to it" if without else ""

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> str:
        if unknown := set(expects) - {"extra"}:
            return f"a matching question expects no '{min(unknown)}': only extra"
        extra = expects.get("extra", [])
        is_texts = isinstance(extra, list) and all(isinstance(text, str) and text.strip() for text in extra)
        if not is_texts:
            return "extra is a list of texts that belong to no row"
        if choices and len(self.matches(expects, choices)) < 2:
            return "every row has the same match: write two different ones at least, or an extra one"
        return ""


def _row(pair: str) -> str:
    return pair.partition(".")[0]


def _of_row(answer: Answer, key: str) -> list[str]:
    return [pair for pair in answer if _row(pair) == key]


def _extra(expects: Mapping[str, Any]) -> list[str]:
    extra = expects.get("extra", [])
    return [text for text in extra if isinstance(text, str)] if isinstance(extra, list) else []
