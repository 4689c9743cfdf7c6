"""What the API sends and takes."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(min_length=1, max_length=50)]


Answer = (
    Annotated[str, StringConstraints(min_length=1, max_length=200)]
    | Annotated[list[Key], Field(min_length=1, max_length=26)]
)
"""The key of a choice, the keys of several (for an ordering: in order), or a text, by the question's type."""


class TrackOut(Schema):
    slug: str
    title: str
    summary: str


class LessonOut(Schema):
    """A lesson in a list."""

    track: str
    slug: str
    number: int
    title: str
    summary: str
    minutes: int
    url: str


class StepOut(Schema):
    """A row of the execution table."""

    number: int
    action: str
    evaluation: str
    result: str


class LessonDetailOut(LessonOut):
    """A lesson with its execution table and snapshot, in Markdown."""

    steps: list[StepOut]
    snapshot: str


class ChoiceOut(Schema):
    key: str
    text: str


class QuestionOut(Schema):
    """A question without its key: what is right is nowhere in it. Who types the answer has no choices."""

    key: str
    number: int
    kind: str
    text: str
    choices: list[ChoiceOut]
    hints: int


class QuizOut(Schema):
    track: str
    lesson: str
    questions: list[QuestionOut]


class SheetIn(Schema):
    """Answers: the key of a question to its answer. Questions may be left out."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[dict[Key, Answer], Field(min_length=1, max_length=200)] = Field(
        examples=[{"state-after-step-2": "a", "step-that-replies": "c"}]
    )


class GradeOut(Schema):
    """What one answer earned, and why. Feedback is Markdown; `proof` is a place on the lesson's page.

    `right_choice`, `right_feedback` and `proof` are empty where a question keeps its key to itself.
    """

    question: str
    choice: str | list[str]
    correct: bool
    credit: float
    feedback: str
    right_choice: str | list[str]
    right_feedback: str
    proof: str
    proof_url: str


class GradedSheetOut(Schema):
    """`score` is the sum of the credits, `total` the number of questions in the quiz."""

    track: str
    lesson: str
    score: float
    total: int
    grades: list[GradeOut]
