"""A question of ours out of what a file says, for every format that is read."""

import re
from dataclasses import dataclass, field
from random import Random
from string import ascii_lowercase
from typing import Any

from django.utils.text import slugify

from quizzes.formats import answers as weighed
from quizzes.formats import aside
from quizzes.formats.answers import Answer
from quizzes.formats.markup import to_markdown
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainHint, PlainQuestion

MOST_CHOICES = 10
_MARKER = re.compile(r"^\[(html|markdown|plain|moodle)\]\s*")


@dataclass
class Parts:
    """What a file says of one question. `kind` is single, multiple, text, number or ordering.

    A text stands with its form (see `markup`); the answers' texts are in the form of the question, but
    those that a learner types, which have none.
    """

    line: int
    key: str
    title: str
    kind: str
    text: str
    form: str
    answers: list[Answer]
    general: tuple[str, str]
    tags: list[str]
    own: dict[str, Any]
    notes: list[Note]
    marked: bool = False
    """Whether a text may begin with its own form, such as [html]."""
    hints: list[tuple[str, str]] = field(default_factory=list)
    credits: list[int] = field(default_factory=lambda: [100])


def made(parts: Parts) -> PlainQuestion:
    """The question; what is lost is added to the notes. Raises `NotRepresentableError`."""
    typed = parts.kind in ("text", "number")
    if len(parts.answers) > MOST_CHOICES:
        raise NotRepresentableError(f"{len(parts.answers)} answers; at most {MOST_CHOICES} are taken")
    for answer in parts.answers:
        if typed:
            answer.text = (_MARKER.sub("", answer.text) if parts.marked else answer.text).strip()
        else:
            answer.text = _markdown(parts, answer.text, answer.form or parts.form, answer.line)
        answer.feedback = _markdown(parts, answer.feedback, answer.feedback_form or parts.form, answer.line)
    text = _markdown(parts, parts.text, parts.form, parts.line)
    choices, expects = _choices(parts)
    _explain(parts, choices)
    question = PlainQuestion(
        key=key_of(parts.key, parts.title, text),
        kind="short" if typed else parts.kind,
        text=text,
        credits=parts.credits,
        choices=choices,
        expects=expects,
        hints=[PlainHint(_markdown(parts, *hint, parts.line)) for hint in parts.hints],
    )
    for tag in parts.tags:
        if tag.startswith(aside.PROOF):
            question.proof = tag.removeprefix(aside.PROOF)
        else:
            parts.notes.append(Note(parts.line, f"the tag '{tag}'"))
    if question.kind == "ordering":
        question.choices, question.expects = _shuffled(question)
    aside.restore(question, parts.own)
    return question


def key_of(*names: str) -> str:
    """The first name that gives a key, as a slug of at most 50 characters."""
    slugs = (re.sub("[-_]+", "-", slugify(name))[:50].strip("-") for name in names)
    return next(filter(None, slugs), "question")


def _choices(parts: Parts) -> tuple[list[PlainChoice], dict[str, Any]]:
    if parts.kind == "number":
        return weighed.number(parts.answers, parts.notes)
    if parts.kind == "ordering":
        return [PlainChoice(answer.text, False, answer.feedback) for answer in parts.answers], {}
    weigh = {"single": weighed.single, "multiple": weighed.multiple, "text": weighed.text}[parts.kind]
    return weigh(parts.answers, parts.notes), {}


def _explain(parts: Parts, choices: list[PlainChoice]) -> None:
    """The general feedback becomes the feedback of the choices that have none."""
    general = _markdown(parts, *parts.general, parts.line)
    silent = [choice for choice in choices if not choice.feedback]
    for choice in silent:
        choice.feedback = general
    if general and not silent:
        parts.notes.append(Note(parts.line, "the general feedback: every choice has its own"))


def _markdown(parts: Parts, text: str, form: str, line: int) -> str:
    if parts.marked and (marker := _MARKER.match(text)):
        form, text = marker[1], text[marker.end() :]
    written, lost = to_markdown(text, form)
    if lost:
        parts.notes.append(Note(line, f"the markup {', '.join(lost)}"))
    return written


def _shuffled(question: PlainQuestion) -> tuple[list[PlainChoice], dict[str, Any]]:
    """Rows that a file has in the right order, in another one: always the same for the same key."""
    places = list(range(len(question.choices)))
    dice = Random(question.key)  # noqa: S311  nobody gains by guessing it
    while len(places) > 1 and places == sorted(places):
        dice.shuffle(places)
    order = [ascii_lowercase[places.index(place)] for place in range(len(places))]
    return [question.choices[place] for place in places], {"order": order}
