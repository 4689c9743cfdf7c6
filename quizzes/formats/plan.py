"""The plan of an import: which questions it would add to a lesson's quiz. It is previewed, then applied."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from string import ascii_lowercase
from typing import Any

from django.forms import BoundField
from pydantic import ValidationError

from lessons.folder.faults import findings_in
from lessons.folder.validation import spoken
from lessons.markdown import parts_of_question
from lessons.models import Lesson
from lessons.pictures.decode import DecodedPicture
from lessons.plugin import Key
from lessons.pointers import pointer_fault
from lessons.recorded import recorded_value
from quizzes.folder_file import QuestionContent
from quizzes.formats.pictures import described_anyway, without_alt
from quizzes.formats.question import Note, PlainChoice, PlainQuestion, Reading, ReadQuestion
from quizzes.forms import answer_field
from quizzes.kinds import kinds
from quizzes.kinds.base import Kind
from quizzes.question_content import question_of
from quizzes.question_models import Question

MAX_QUESTIONS = 50
"""Questions of a quiz, at most."""


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
    """Of a multiple choice without credits of its own: what a right and what a wrong option earns."""
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

    def choosing(self, numbers: Collection[int]) -> Plan:
        """The plan with the questions of these numbers only, numbered without a gap."""
        wanted = [each for each in self.planned if each.number in numbers]
        first = self.planned[0].number if self.planned else 1
        chosen = [replace(each, number=number, is_chosen=True) for number, each in enumerate(wanted, first)]
        return replace(self, planned=chosen)

    @property
    def faulty(self) -> list[Planned]:
        """Those with something missing or lost: the page lists them first, with a link to each."""
        return [each for each in self.planned if each.missing or each.notes]

    @property
    def is_incomplete(self) -> bool:
        return any(each.missing for each in self.chosen)

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
        there = self.lesson.questions.filter(is_retired=False).values_list("text", "number")
        numbers = {" ".join(text.split()): number for text, number in there}
        found = [(each, numbers.get(" ".join(each.question.text.split()))) for each in self.planned]
        return [(each, number) for each, number in found if number]

    @property
    def goes_into_draft(self) -> bool:
        """Whether a draft of the public lesson gets the questions, because they are incomplete."""
        return self.is_incomplete and not self.lesson.is_draft

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of everything that the preview shows."""
        shown = [
            str(self.goes_into_draft),
            repr([asdict(replace(each, pictures=())) for each in self.planned]),
            repr(self.left_out),
        ]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()


def plan(lesson: Lesson, reading: Reading) -> Plan:
    """The plan for `lesson`, whose sections are prefetched."""
    keys = set(Question.objects.filter(lesson=lesson).values_list("key", flat=True))
    held = list(lesson.questions.values_list("number", flat=True))
    number = max(held, default=0)
    room = max(0, MAX_QUESTIONS - len(held))
    made, left_out = Plan(lesson, [], list(reading.left_out), list(reading.categories), room), []
    places = _places(lesson)
    for read in reading.questions:
        if reason := _refusal(lesson, read):
            left_out.append(Note(read.line, f"'{read.question.key}': {reason}"))
            continue
        number += 1
        planned = _planned(number, read, places, keys)
        made.planned.append(replace(planned, is_chosen=len(made.planned) < room))
        keys.add(made.planned[-1].question.key)
    made.left_out = sorted([*made.left_out, *left_out], key=lambda note: note.line)
    return made


def _planned(number: int, read: ReadQuestion, places: dict[str, int], keys: set[str]) -> Planned:
    question, notes = read.question, list(read.notes)
    missing = []
    if not question.proof:
        missing.append("its proof")
    elif fault := pointer_fault(question.proof, places):
        notes.append(Note(read.line, f"the proof: {fault}"))
        missing.append("its proof")
    astray = [pointer_fault(hint.points_to, places) for hint in question.hints if hint.points_to]
    notes += [Note(read.line, f"where a hint points to: {fault}") for fault in astray if fault]
    silent = [number for number, choice in enumerate(question.choices, start=1) if not choice.feedback]
    if silent and not question.general_feedback:
        which = ", ".join(map(str, silent))
        missing.append(f"feedback of choice{'s' if len(silent) > 1 else ''} {which}")
    if without_alt(question):
        missing.append("the description of a picture")
    key = _free(question.key, keys)
    made = replace(
        question,
        key=key,
        proof="" if "its proof" in missing else question.proof,
        hints=[
            replace(hint, points_to="") if pointer_fault(hint.points_to, places) else hint
            for hint in question.hints
        ],
    )
    notes.sort(key=lambda note: note.line)
    wanted = question.key if key != question.key else ""
    return Planned(number, made, read.line, notes, missing, wanted, pictures=tuple(read.pictures))


def _free(key: str, taken: set[str]) -> str:
    """`key`, or the first of key-2, key-3 and so on that is not in `taken`."""
    number, free = 1, key
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = key[: 50 - len(ending)].rstrip("-") + ending
    return free


def _refusal(lesson: Lesson, read: ReadQuestion) -> str:
    """Why a question cannot be added: faults other than missing texts. Empty where there are none."""
    filled = asdict(read.question) | {"proof": "step 1"}
    filled["choices"] = [row | {"feedback": row["feedback"] or "missing"} for row in filled["choices"]]
    filled = described_anyway(filled)
    filled["hints"] = [row | {"points_to": ""} for row in filled["hints"]]
    try:
        QuestionContent.model_validate(filled)
    except ValidationError as error:
        return "; ".join(_spoken(key, reason) for key, reason in findings_in(error))
    cell = kinds[read.question.kind].cell(read.question.expects)
    if cell and recorded_value(lesson, *cell) is None:
        return "this lesson's run has no such value recorded"
    return ""


def _spoken(key: Key, reason: str) -> str:
    """A finding in words, such as 'choice b has no text'."""
    words = spoken(key)
    if reason not in ("empty", "missing"):
        return f"{words}: {reason}" if len(key) > 1 else reason
    place, _, field = words.rpartition(", ")
    return f"{place or 'it'} has no {field}"


def _places(lesson: Lesson) -> dict[str, int]:
    """{kind of place: number of such places in the lesson}."""
    rows: dict[str, Any] = {
        "step": lesson.steps,
        "moment": lesson.moments,
        "flow": lesson.flow_steps,
        "key": lesson.key_moments,
    }
    return {kind: len(each.all()) for kind, each in rows.items()}
