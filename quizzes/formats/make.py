"""A question of ours from what a file says, the same for every format that is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from string import ascii_lowercase
from typing import Any

from django.utils.text import slugify

from lessons.folder.fields import MAX_TEXT
from lessons.formulas import formulas_in
from quizzes.folder_schema import MAX_CHOICES
from quizzes.formats import answers as weighed
from quizzes.formats.answers import Answer
from quizzes.formats.extras import PROOF, sources_in, with_extras
from quizzes.formats.markup import to_markdown
from quizzes.formats.pictures import Pictures
from quizzes.formats.question import Note, NotRepresentableError, PlainChoice, PlainHint, PlainQuestion

_MAX_SOURCE = 5 * MAX_TEXT
"""Characters of a text in a file: HTML is longer than the Markdown that becomes of it."""
_MARKER = re.compile(r"^\[(html|markdown|plain|moodle)\]\s*")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a file says of one question.

    `kind` is single, multiple, text, number, matching or ordering. `markup` is that of `text` (see
    `markup.py`), and of the answers unless they have their own or are typed. `general` and `hints` are pairs
    of text and markup. `extras` is what Handshake itself wrote beside the question. `line` is where the
    question begins, from 1.
    """

    line: int
    key: str
    title: str
    kind: str
    text: str
    markup: str
    answers: Sequence[Answer]
    general: tuple[str, str]
    tags: Sequence[str]
    extras: dict[str, Any]
    has_markers: bool = False
    """Whether a text may begin with the name of its own markup, such as [html]."""

    hints: Sequence[tuple[str, str]] = ()
    either_case: bool = False
    category: str = ""
    credits: list[int] = field(default_factory=lambda: [100])
    pictures: Pictures = field(default_factory=Pictures)
    shuffle: bool = False
    """Whether learners see the choices in different orders."""

    @property
    def is_typed(self) -> bool:
        return self.kind in ("text", "number")


@dataclass(frozen=True)
class Made:
    """A question, and what of it is lost."""

    question: PlainQuestion
    notes: list[Note]


def make(parts: Parts) -> Made:
    """The question that `parts` describe. Raises `NotRepresentableError`."""
    if len(parts.answers) > MAX_CHOICES:
        many = f"{len(parts.answers)} answers; a question has at most {MAX_CHOICES}: split it"
        raise NotRepresentableError(many)
    notes: list[Note] = []
    answers = [_in_markdown(parts, answer, notes) for answer in parts.answers]
    text = _markdown(parts, parts.text, parts.markup, parts.line, notes)
    choices, expects = _choices(parts, answers, notes)
    key = key_of(parts.key, parts.title, text)
    if parts.kind == "ordering":
        choices, expects = _shuffled(choices, key)
    hints = [PlainHint(_markdown(parts, *hint, parts.line, notes)) for hint in parts.hints]
    question = PlainQuestion(
        key=key,
        kind="short" if parts.is_typed else parts.kind,
        name="" if parts.title == key else parts.title[:255],
        tags=[tag[:100] for tag in parts.tags if tag.strip() and not tag.startswith(PROOF)][:30],
        category=parts.category[:255],
        general_feedback=_markdown(parts, *parts.general, parts.line, notes),
        text=text,
        proof=_proof(parts),
        credits=parts.credits,
        shuffle=parts.shuffle or None,
        choices=choices,
        expects=expects,
        hints=hints,
    )
    return Made(with_extras(question, parts.extras), notes)


def key_of(*names: str) -> str:
    """The first name that gives a key, as a slug of at most 50 characters."""
    slugs = (re.sub("[-_]+", "-", slugify(name))[:50].strip("-") for name in names)
    return next(filter(None, slugs), "question")


def _in_markdown(parts: Parts, answer: Answer, notes: list[Note]) -> Answer:
    """The answer with its texts in Markdown. A typed answer is no markup: only its marker is taken away."""
    if parts.is_typed:
        text = (_MARKER.sub("", answer.text) if parts.has_markers else answer.text).strip()
    else:
        text = _markdown(parts, answer.text, answer.markup or parts.markup, answer.line, notes)
    markup = answer.feedback_markup or parts.markup
    feedback = _markdown(parts, answer.feedback, markup, answer.line, notes)
    return replace(answer, text=text, feedback=feedback)


def _choices(
    parts: Parts, answers: Sequence[Answer], notes: list[Note]
) -> tuple[list[PlainChoice], dict[str, Any]]:
    """The choices, and what the question expects beyond them."""
    if parts.kind == "ordering":
        return [PlainChoice(answer.text, False, answer.feedback) for answer in answers], {}
    if parts.kind == "number":
        return weighed.number(answers)
    if parts.kind == "matching":
        return weighed.matching(answers)
    if parts.kind == "text":
        expects = parts.extras.get("expects")
        wildcards = isinstance(expects, dict) and expects.get("wildcards") is True
        return weighed.text(answers, either_case=parts.either_case, wildcards=wildcards)
    return {"single": weighed.single, "multiple": weighed.multiple}[parts.kind](answers, notes), {}


def _proof(parts: Parts) -> str:
    """The proof, which a tag names."""
    proofs = [tag.removeprefix(PROOF) for tag in parts.tags if tag.startswith(PROOF)]
    return proofs[-1] if proofs else ""


def _markdown(parts: Parts, text: str, markup: str, line: int, notes: list[Note]) -> str:
    if parts.has_markers and (marker := _MARKER.match(text)):
        markup, text = marker[1], text[marker.end() :]
    if (source := sources_in(parts.extras).get(text)) and markup == "html":
        return _bounded(source, MAX_TEXT)
    written, lost = to_markdown(_bounded(text, _MAX_SOURCE), markup, parts.pictures.address)
    _bounded(written, MAX_TEXT)
    notes += [Note(line, each) for each in lost]
    notes += [Note(line, f"the formula {each}: it is shown as it is written") for each in formulas_in(text)]
    return written


def _bounded(text: str, most: int) -> str:
    """`text`. What the desk would not store is refused before anybody waits for its rendering."""
    if len(text) > most:
        raise NotRepresentableError(f"a text of {len(text):,} characters; the limit is {most:,}: shorten it")
    return text


def _shuffled(rows: list[PlainChoice], key: str) -> tuple[list[PlainChoice], dict[str, Any]]:
    """The rows of an ordering in another order than the right one. The same key gives the same order."""
    places = list(range(len(rows)))
    random = Random(key)  # noqa: S311  nobody gains by guessing it
    while len(places) > 1 and places == sorted(places):
        random.shuffle(places)
    order = [ascii_lowercase[places.index(place)] for place in range(len(places))]
    return [rows[place] for place in places], {"order": order}
