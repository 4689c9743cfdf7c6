"""The answer key of a question: what grading needs to know of it. Pure: no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lessons.plugin import RecordedValue

FULL = 0.9999
"""The least credit that counts as all of it: files write a third as 33.33333 %."""


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """A choice of an answer key.

    `key` is its letter, such as 'a', which is unique within the question. Lessons and the API call it so.
    `feedback` (for learners who choose it) and `missed` (for learners who wrongly leave it out) are Markdown.
    `percent` is the credit that it earns, -100 to 100; None stands for the usual credit of its question type.
    `match` is the text that belongs to it in a matching question.
    """

    key: str
    is_right: bool
    feedback: str
    text: str = ""
    missed: str = ""
    percent: float | None = None
    match: str = ""

    @property
    def credit(self) -> float:
        """The credit that the choice earns alone, -1.0 to 1.0."""
        return float(self.is_right) if self.percent is None else self.percent / 100

    @property
    def earns_all(self) -> bool:
        return self.credit >= FULL

    @property
    def why_right(self) -> str:
        """Why the choice is right, as Markdown, for a learner who left it out: `missed`, else `feedback`."""
        return self.missed or self.feedback


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """The choices of a question, which of them are right, and where the lesson proves it.

    `question` is the question's own key (a slug), `proof` a pointer such as 'step 2', `kind` the name of the
    type. `expects` holds the type's settings beyond the choices; `reveal` is a value of `Question.Reveal`.
    `recorded` is the value in the recorded run. Only questions about a cell have one. `general_feedback` is
    Markdown for everybody whose question is closed.
    """

    question: str
    choices: Sequence[KeyChoice]
    proof: str
    kind: str = "single"
    expects: Mapping[str, Any] = field(default_factory=dict)
    reveal: str = "closed"
    recorded: RecordedValue | None = None
    general_feedback: str = ""

    @property
    def right_choices(self) -> list[KeyChoice]:
        return [choice for choice in self.choices if choice.is_right]
