"""Ordering: the rows of the question are put into the right order."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
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
    known_keys,
)


class Rows(forms.CheckboxSelectMultiple):
    """Every option as a row, in the order of the value."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        place = {key: number for number, key in enumerate(value)}
        groups: list[Any] = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: place.get(str(group[1][0]["value"]), len(place)))


class Ordering(Kind):
    """Credit: of the neighbors in the right order, the share that are neighbors in the answer, the same way
    round. One row too early costs its neighbors, not all that follow.

    Source: Moodle's ordering question, grading type 'relative to the next item (excluding last)'.
    Choices stand as learners first see them; `expects = { order = ["b", "c", "a"] }` holds the key.
    """

    name, title = "ordering", "Ordering"
    how_to_answer = "a list of the keys of all choices, in the right order"
    example_answer = '["b", "c", "a"]'
    takes_options = False

    def parse(self, question: GradedQuestion, raw: object) -> list[str]:
        if not raw:
            raise AnswerError(question.key, "Send the rows in an order.")
        keys = known_keys(question, raw)
        if len(keys) < len(question.choices):
            raise AnswerError(question.key, "A row is missing. Put all of them into an order.")
        return keys

    def mark(self, question: GradedQuestion, answer: Answer) -> Mark:
        pairs = set(pairwise(self.right(question)))
        right = len(pairs & set(pairwise(answer)))
        told = f"Steps from one row to the next that are right: {right} of {len(pairs)}."
        correct = right == len(pairs)
        by_key = {choice.key: choice for choice in question.choices}
        reasons = [by_key[key].why_right for key in self.right(question)]
        return Mark(right / len(pairs), correct, reasons if correct else [told], [] if correct else reasons)

    def right(self, question: GradedQuestion) -> list[str]:
        return list(question.expects["order"])

    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=Rows(choices=options))

    def arrange(self, answer: Sequence[str], move: str) -> list[str]:
        """`move` is such as 'b up'. At the end of the list nothing moves."""
        rows, (key, _, way) = list(answer), move.partition(" ")
        if key in rows:
            place = rows.index(key)
            rows.insert(max(0, place + (-1 if way == "up" else 1)), rows.pop(place))
        return rows

    def untouched(self, answer: Answer, tried: Answer | None, keys: Sequence[str]) -> str:
        if answer == tried:
            return "This is the order of your last try, so it was not counted. Move a row, then answer."
        if tried is None and answer == list(keys):
            return "The rows stand as they stood at first, so no try was counted. Move a row, then answer."
        return ""

    def interaction(self, question: GradedQuestion) -> Interaction:
        return Interaction("sequencing", [self.response(question, self.right(question))])

    def told(self, taken: str) -> list[str]:
        """'bca': every row is in every answer, so only the order tells something."""
        return list(taken)

    def expects_example(self, expects: Mapping[str, Any], choices: Sequence[GradedChoice]) -> dict[str, Any]:
        keys = [choice.key for choice in choices]
        return {} if _orders(expects, keys) else {"order": keys[::-1]}

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[GradedChoice]) -> str:
        keys, order = [choice.key for choice in choices], expects.get("order")
        if not _orders(expects, keys):
            return "write the right order of the choices, each letter once"
        return (
            "the choices stand in the right order already: write them in another one" if order == keys else ""
        )


def _orders(expects: Mapping[str, Any], keys: list[str]) -> bool:
    """Whether it has each of the keys once, in some order, and nothing else."""
    order = expects.get("order")
    return set(expects) == {"order"} and isinstance(order, list) and sorted(map(str, order)) == keys
