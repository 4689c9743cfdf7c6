"""A question between a file and the database: plain data, no more complete than the file is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class PlainChoice:
    text: str
    right: bool = False
    feedback: str = ""
    missed: str = ""


@dataclass(slots=True)
class PlainHint:
    text: str
    points_to: str = ""


@dataclass(slots=True)
class PlainQuestion:
    """The fields of a question of `quiz.toml`. Proof and feedback may be empty: other systems have none."""

    key: str
    kind: str
    text: str
    proof: str = ""
    credits: list[int] = field(default_factory=lambda: [100])
    reveal: str = "closed"
    choices: list[PlainChoice] = field(default_factory=list)
    expects: dict[str, Any] = field(default_factory=dict)
    hints: list[PlainHint] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the other side has no place for. `line` counts from 1; 0 where no file is read."""

    line: int
    text: str


@dataclass(slots=True)
class ReadQuestion:
    """A question of a file, the line where it begins, and what of it is lost on the way."""

    question: PlainQuestion
    line: int
    notes: list[Note]


@dataclass(slots=True)
class Reading:
    """A whole file. `left_out` are the questions, and what else stands there, that are not made."""

    questions: list[ReadQuestion] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)


class NotRepresentableError(Exception):
    """The other side has no such question; the message says why."""
