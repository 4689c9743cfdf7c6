"""Makes the plan of an import: which questions of a file it would add to a quiz, and under which keys."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from pydantic import ValidationError

from lessons.folder.faults import findings_in
from lessons.folder.validation import spoken
from lessons.models import Lesson
from lessons.plugin import Key
from lessons.pointers import pointer_fault
from lessons.recorded import recorded_value
from quizzes.folder_schema import QuestionContent
from quizzes.formats.pictures import described_anyway, without_alt
from quizzes.formats.planned import Plan, Planned
from quizzes.formats.question import Note, Reading, ReadQuestion
from quizzes.kinds import kinds
from quizzes.question_models import Question

MAX_IN_QUIZ = 50
"""Questions of a quiz, at most."""


def plan(lesson: Lesson, reading: Reading) -> Plan:
    """The plan for `lesson`, whose sections are prefetched."""
    keys = set(Question.every.filter(lesson=lesson).values_list("key", flat=True))
    held = list(lesson.questions.values_list("number", flat=True))
    number = max(held, default=0)
    room = max(0, MAX_IN_QUIZ - len(held))
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
    """The reason why a question cannot be added: its faults other than missing texts; empty without any."""
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
