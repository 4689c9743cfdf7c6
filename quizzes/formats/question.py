"""A question on its way between a file and the database: plain data, as complete as the file is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lessons.pictures.decode import DecodedPicture


@dataclass(frozen=True, slots=True)
class PlainChoice:
    text: str
    right: bool = False
    feedback: str = ""
    missed: str = ""
    percent: float | None = None
    match: str = ""


@dataclass(frozen=True, slots=True)
class PlainHint:
    text: str
    points_to: str = ""


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """The fields of a question in `quiz.toml`. Proof and feedback may be empty: other systems lack them."""

    key: str
    kind: str
    text: str
    proof: str = ""
    credits: list[int] = field(default_factory=lambda: [100])
    reveal: str = "closed"
    shuffle: bool | None = None
    choices: list[PlainChoice] = field(default_factory=list)
    expects: dict[str, Any] = field(default_factory=dict)
    hints: list[PlainHint] = field(default_factory=list)
    general_feedback: str = ""
    name: str = ""
    tags: list[str] = field(default_factory=list)
    category: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the other system, or Handshake, cannot hold. `line` counts from 1; exports have 0."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question of a file, the line where it begins, what of it is lost, and the pictures that it shows."""

    question: PlainQuestion
    line: int
    notes: list[Note]
    pictures: list[DecodedPicture] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """The result of reading a file. `left_out` says what in it does not become a question.

    `categories` are the paths of its categories, in their order.
    """

    questions: list[ReadQuestion] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)

    @property
    def pictures(self) -> list[DecodedPicture]:
        return [picture for each in self.questions for picture in each.pictures]


class NotRepresentableError(Exception):
    """A question that the other system, or Handshake, cannot hold. The message says why."""
