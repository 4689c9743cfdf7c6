"""What an import would add to a lesson's quiz: each question as its preview shows it, and all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from string import ascii_lowercase

from django.forms import BoundField

from lessons.markdown import parts_of_question
from lessons.models import Lesson
from lessons.pictures.decode import DecodedPicture
from quizzes.formats.question import Note, PlainChoice, PlainQuestion
from quizzes.forms import answer_field
from quizzes.kinds import kinds
from quizzes.kinds.base import Kind
from quizzes.question_content import question_of


@dataclass(frozen=True, slots=True)
class Planned:
    """A question that the import would add, with its number in the quiz if all before it are chosen, too.

    `is_chosen`: the page proposes to take it, as many as the quiz has room for. `missing` is what an author
    still has to write. `wanted` is the key in the file, if another question of the lesson has it.
    """

    number: int
    question: PlainQuestion
    line: int
    notes: list[Note]
    missing: list[str]
    wanted: str = ""
    is_chosen: bool = True
    pictures: tuple[DecodedPicture, ...] = ()

    @property
    def field(self) -> BoundField:
        """The field in which learners answer, made as for the quiz."""
        question = self.question
        rows = [asdict(row) for row in question.choices]
        content = {
            "id": self.number,
            "number": self.number,
            **{name: getattr(question, name) for name in ("key", "kind", "text", "proof", "expects")},
            **{name: getattr(question, name) for name in ("credits", "reveal", "general_feedback")},
            "shuffle": False,  # the preview names the choices by their letters
            "recorded": None,
            "choices": [
                {"number": number, "is_right": row.pop("right"), **row} for number, row in enumerate(rows, 1)
            ],
            "hints": [],
        }
        return answer_field(question_of(content, Lesson()))

    @property
    def shown(self) -> str:
        """What stands above what is asked. Markdown."""
        return parts_of_question(self.question.text)[0]

    @property
    def kind(self) -> Kind:
        return kinds[self.question.kind]

    @property
    def marked(self) -> list[tuple[PlainChoice, str]]:
        """Each choice with 'right', 'wrong', its credit, its match, or its place in the right order."""
        question = self.question
        if question.kind == "ordering":
            places = {key: str(place) for place, key in enumerate(question.expects["order"], start=1)}
            return [(row, places[key]) for key, row in zip(ascii_lowercase, question.choices, strict=False)]
        usual = _usual_credit(question)
        least = 0 if question.kind == "single" else -100
        return [(choice, _mark(choice, least) + usual.get(choice.right, "")) for choice in question.choices]


def _usual_credit(question: PlainQuestion) -> dict[bool, str]:
    """{is right: what such an option earns} of a multiple choice without credits of its own; else empty."""
    right = sum(choice.right for choice in question.choices)
    if question.kind != "multiple" or not right or any(row.percent is not None for row in question.choices):
        return {}
    return {True: f", {100 / right:.4g} %", False: f", -{100 / right:.4g} %"}


def _mark(choice: PlainChoice, least: int) -> str:
    """`least` is the lowest credit of an option in percent: of a single choice, none costs anything."""
    if choice.match:
        return choice.match
    earned = "" if choice.percent is None else f", {max(choice.percent, least):g} %"
    return f"{'right' if choice.right else 'wrong'}{earned}"


@dataclass
class Plan:
    lesson: Lesson
    planned: list[Planned]
    left_out: list[Note]
    categories: list[str]
    room: int
    """How many more questions the quiz may have."""

    @property
    def chosen(self) -> list[Planned]:
        return [each for each in self.planned if each.is_chosen]

    def ticking(self, numbers: Collection[int]) -> Plan:
        """The plan with the questions of these numbers ticked."""
        ticked = [replace(each, is_chosen=each.number in numbers) for each in self.planned]
        return replace(self, planned=ticked)

    def choosing(self, numbers: Collection[int]) -> Plan:
        """The plan with the questions of these numbers only, numbered without a gap."""
        wanted = [each for each in self.planned if each.number in numbers]
        first = self.planned[0].number if self.planned else 1
        chosen = [replace(each, number=number, is_chosen=True) for number, each in enumerate(wanted, first)]
        return replace(self, planned=chosen)

    @property
    def faulty(self) -> list[Planned]:
        """Questions with something missing or lost. The page lists them first, with a link to each."""
        return [each for each in self.planned if each.missing or each.notes]

    @property
    def is_incomplete(self) -> bool:
        return any(each.missing for each in self.chosen or self.planned)

    @property
    def to_write(self) -> str:
        """What is missing, question by question, for at most five questions."""
        parts = [
            f"question {each.number}, {' and '.join(each.missing)}" for each in self.chosen if each.missing
        ]
        return "; ".join([*parts[:5], *([f"and {len(parts) - 5} more"] if len(parts) > 5 else [])])

    @property
    def doubles(self) -> list[tuple[Planned, int]]:
        """The questions whose words the quiz has already, each with the number of the other."""
        there = self.lesson.questions.values_list("text", "number")
        numbers = {" ".join(text.split()): number for text, number in there}
        found = [(each, numbers.get(" ".join(each.question.text.split()))) for each in self.planned]
        return [(each, number) for each, number in found if number]

    @property
    def goes_into_draft(self) -> bool:
        """Whether a draft of the public lesson gets the questions, because they are incomplete."""
        return self.is_incomplete and not self.lesson.is_draft

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of everything that the preview shows, whichever questions are ticked."""
        shown = [
            str(self.lesson.is_draft),
            repr([asdict(replace(each, pictures=(), is_chosen=True)) for each in self.planned]),
            repr(self.left_out),
        ]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()
