"""The plan of an import: which questions it would add to a lesson's quiz. It is previewed, then applied."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from string import ascii_lowercase
from typing import Any

from pydantic import ValidationError

from lessons.folder.faults import dotted, findings_in
from lessons.models import Lesson
from lessons.pointers import pointer_fault
from lessons.recorded import recorded_value
from quizzes.folder_file import QuestionContent
from quizzes.formats.question import Note, PlainChoice, PlainQuestion, Reading, ReadQuestion
from quizzes.kinds import kinds
from quizzes.kinds.base import Kind
from quizzes.quiz_models import Question

MAX_QUESTIONS = 50
"""Questions of a quiz, at most."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A question that the import would add, with its number in the quiz.

    `missing` is what an author still has to write. `wanted` is the key in the file, if another question of
    the lesson has it already.
    """

    number: int
    question: PlainQuestion
    line: int
    notes: list[Note]
    missing: list[str]
    wanted: str = ""

    @property
    def kind(self) -> Kind:
        return kinds[self.question.kind]

    @property
    def marked(self) -> list[tuple[PlainChoice, str]]:
        """Each choice with 'right', 'wrong', or its place in the right order."""
        question = self.question
        if question.kind == "ordering":
            places = {key: str(place) for place, key in enumerate(question.expects["order"], start=1)}
            return [(row, places[key]) for key, row in zip(ascii_lowercase, question.choices, strict=False)]
        return [(choice, "right" if choice.right else "wrong") for choice in question.choices]


@dataclass
class Plan:
    lesson: Lesson
    planned: list[Planned]
    left_out: list[Note]

    @property
    def is_incomplete(self) -> bool:
        return any(each.missing for each in self.planned)

    @property
    def to_write(self) -> str:
        """What is missing, question by question, for at most five questions."""
        parts = [
            f"question {each.number}, {' and '.join(each.missing)}" for each in self.planned if each.missing
        ]
        return "; ".join([*parts[:5], *([f"and {len(parts) - 5} more"] if len(parts) > 5 else [])])

    @property
    def takes_offline(self) -> bool:
        """Whether the import would make a published lesson a draft, because it would be incomplete."""
        return self.is_incomplete and not self.lesson.is_draft

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of everything that the preview shows."""
        shown = [str(self.takes_offline), repr([asdict(each) for each in self.planned]), repr(self.left_out)]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()


def plan(lesson: Lesson, reading: Reading) -> Plan:
    """The plan for `lesson`, whose sections are prefetched."""
    keys = set(Question.objects.filter(lesson=lesson).values_list("key", flat=True))
    held = list(lesson.questions.values_list("number", flat=True))
    number = max(held, default=0)
    made, left_out = Plan(lesson, [], list(reading.left_out)), []
    places = _places(lesson)
    for read in reading.questions:
        if reason := _refusal(lesson, read, len(held) + len(made.planned)):
            left_out.append(Note(read.line, f"'{read.question.key}': {reason}"))
            continue
        number += 1
        made.planned.append(_planned(number, read, places, keys))
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
    if silent:
        which = ", ".join(map(str, silent))
        missing.append(f"feedback of choice{'s' if len(silent) > 1 else ''} {which}")
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
    return Planned(number, made, read.line, notes, missing, question.key if key != question.key else "")


def _free(key: str, taken: set[str]) -> str:
    """`key`, or the first of key-2, key-3 and so on that is not in `taken`."""
    number, free = 1, key
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = key[: 50 - len(ending)].rstrip("-") + ending
    return free


def _refusal(lesson: Lesson, read: ReadQuestion, count: int) -> str:
    """Why a question cannot be added: faults other than missing texts. Empty where there are none."""
    if count >= MAX_QUESTIONS:
        return f"a quiz has at most {MAX_QUESTIONS} questions"
    filled = asdict(read.question) | {"proof": "step 1"}
    filled["choices"] = [row | {"feedback": row["feedback"] or "missing"} for row in filled["choices"]]
    filled["hints"] = [row | {"points_to": ""} for row in filled["hints"]]
    try:
        QuestionContent.model_validate(filled)
    except ValidationError as error:
        return "; ".join(f"{dotted(key)}: {reason}" for key, reason in findings_in(error))
    cell = kinds[read.question.kind].cell(read.question.expects)
    if cell and recorded_value(lesson, *cell) is None:
        return "this lesson's run has no such value recorded"
    return ""


def _places(lesson: Lesson) -> dict[str, int]:
    """{kind of place: number of such places in the lesson}."""
    rows: dict[str, Any] = {
        "step": lesson.steps,
        "moment": lesson.moments,
        "flow": lesson.flow_steps,
        "key": lesson.key_moments,
    }
    return {kind: len(each.all()) for kind, each in rows.items()}
