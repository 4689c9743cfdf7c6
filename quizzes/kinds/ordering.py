"""Ordering: the learner puts the rows of the question into the right order."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import Answer, AnswerError, known_keys
from quizzes.kinds.base import ExpectsField, Interaction, Kind, Mark


class Rows(forms.CheckboxSelectMultiple):
    """A widget with a row for every option, in the order of its value."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        place = {key: number for number, key in enumerate(value)}
        groups: list[Any] = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: place.get(str(group[1][0]["value"]), len(place)))


class Ordering(Kind):
    """Credit is the share of the right order's neighboring pairs that the answer also has, in the same order.

    A row that stands too early breaks the pairs with its neighbors, but no pair behind them.

    `expects = { order = ["b", "c", "a"] }` is the right order. The choices are in the order that learners
    see first.

    Source: Moodle's ordering question, grading type 'relative to the next item (excluding last)'.
    """

    name, title = "ordering", "Ordering"
    how_to_answer = "a list of the keys of all choices, in the right order"
    example_answer = '["b", "c", "a"]'
    counts_options = False
    marked_by = "Place"
    expects_fields: ClassVar = {
        "order": ExpectsField("Right order: the letters of the choices, such as b, c, a", "letters"),
    }

    def parse(self, answer_key: AnswerKey, raw: object) -> list[str]:
        if not raw:
            raise AnswerError(answer_key.question, "Send the rows in an order.")
        keys = known_keys(answer_key, raw)
        if len(keys) < len(answer_key.choices):
            raise AnswerError(answer_key.question, "A row is missing. Put all of them into an order.")
        return keys

    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        pairs = set(pairwise(self.right(answer_key)))
        right = len(pairs & set(pairwise(answer)))
        correct = right == len(pairs)
        reasons = [choice.why_right for choice in self.explained(answer_key, answer)]
        message = _message(right, len(pairs))
        return Mark(
            right / len(pairs), correct, reasons if correct else [message], [] if correct else reasons
        )

    def explained(self, answer_key: AnswerKey, answer: Answer) -> list[KeyChoice]:
        by_key = {choice.key: choice for choice in answer_key.choices}
        return [by_key[key] for key in self.right(answer_key)]

    def right(self, answer_key: AnswerKey) -> list[str]:
        return list(answer_key.expects["order"])

    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        return forms.Field(required=False, widget=Rows(choices=options))

    def arrange(self, answer: Sequence[str], move: str) -> list[str]:
        """`move` is a choice and a direction, such as 'b up'. At the end of the list the row stays."""
        rows, (key, _, way) = list(answer), move.partition(" ")
        if key in rows:
            place = rows.index(key)
            rows.insert(max(0, place + (-1 if way == "up" else 1)), rows.pop(place))
        return rows

    def unchanged_message(self, answer: Answer, tried: Answer | None, keys: Sequence[str]) -> str:
        if answer == tried:
            return "This is the order of your last try, so it was not counted. Move a row, then answer."
        if tried is None and answer == list(keys):
            return "The rows are still in their first order, so no try was counted. Move a row, then answer."
        return ""

    def interaction(self, answer_key: AnswerKey) -> Interaction:
        return Interaction("sequencing", [self.response(answer_key, self.right(answer_key))])

    def answer_from_count(self, text: str) -> list[str]:
        """'bca' becomes ['b', 'c', 'a']: an answer always has every row, in some order."""
        return list(text)

    def expects_example(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> dict[str, Any]:
        keys = [choice.key for choice in choices]
        return {} if _orders(expects, keys) else {"order": keys[::-1]}

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> str:
        keys, order = [choice.key for choice in choices], expects.get("order")
        if not _orders(expects, keys):
            return "write the right order of the choices, each letter once"
        return (
            "the choices stand in the right order already: write them in another one" if order == keys else ""
        )


def _message(right: int, pairs: int) -> str:
    if not right:
        return "None of your rows is followed by the row that should come next."
    are = "is" if right == 1 else "are"
    sentence = f"{right} of your rows {are} followed by the row that should come next."
    return f"{sentence} In the right order, {pairs} are."


def _orders(expects: Mapping[str, Any], keys: list[str]) -> bool:
    """Whether `expects` is an order that has each of the keys once, and nothing else."""
    order = expects.get("order")
    return set(expects) == {"order"} and isinstance(order, list) and sorted(map(str, order)) == keys
