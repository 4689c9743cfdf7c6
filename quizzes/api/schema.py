"""JSON shapes of quizzes, answer sheets and grades."""

from typing import Annotated, Any

from ninja import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quizzes.api import patterns
from quizzes.api.answers import HOW, AnyAnswer
from quizzes.api.problems import Problem

Key = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Slug = Annotated[str, StringConstraints(pattern=patterns.SLUG, max_length=50)]
PathSlug = Path[Slug]
Identifier = Annotated[str, StringConstraints(pattern=patterns.IDENTIFIER, min_length=1, max_length=200)]
"""A client's own identifier: without control characters, and not of blanks alone."""
StoredIdentifier = Annotated[
    str, StringConstraints(pattern=patterns.STORED_IDENTIFIER, min_length=1, max_length=200)
]
"""An identifier that is looked for. Earlier versions stored those of blanks, too: they can be erased."""

MAX_ANSWERS = 200
"""Most answers of one sheet."""
Answers = Annotated[dict[Key, AnyAnswer], Field(min_length=1, max_length=MAX_ANSWERS)]
ANSWERS = [{"state-after-step-2": "a", "what-belongs": ["a", "c"], "close-code": 1006}]
MAX_SHEETS = 1000


class ChoiceOut(BaseModel):
    key: str
    text: str


class QuestionOut(BaseModel):
    """A question without its key: what is right is nowhere in it. Where the answer is typed, there are no
    choices."""

    key: str
    number: int
    kind: str = Field(description=f"The type, which says how it is answered:\n\n{HOW}")
    form: str | None = Field(description="Of a short answer: `text`, `number` or `code`; else null.")
    text: str = Field(description="Markdown.")
    choices: list[ChoiceOut]
    matches: list[ChoiceOut] = Field(
        description="Of a matching question: the plain texts of which each choice has one; else empty."
    )
    hints: int = Field(
        description="How many there are. Only the lesson's page tells their texts, and counts them."
    )
    credits: list[int] = Field(
        description="Percent of the credit for each try on the lesson's page. Through the API a question is "
        "answered once an attempt, for all of the credit."
    )
    shuffle: bool = Field(
        description="Whether each learner should see the choices in another order. Here they are in the "
        "author's order: shuffle them, and send the keys that they have here."
    )


class QuizOut(BaseModel):
    track: str
    lesson: str
    questions: list[QuestionOut]


class SheetIn(BaseModel):
    """Answers: the key of a question to its answer, in the form that its `kind` has. Questions may be left
    out."""

    model_config = ConfigDict(extra="forbid")

    answers: Answers = Field(examples=ANSWERS, description=f"How each type is answered:\n\n{HOW}")


class GradeOut(BaseModel):
    """What one answer earned, and why. Feedback is Markdown; `proof` is a place on the lesson's page.

    `right_choice`, `right_feedback`, `proof` and `proof_url` are empty where a question keeps its key to
    itself: always, or until its attempt is finished.
    """

    question: str = Field(examples=["step-that-replies"])
    choice: str | list[str] = Field(examples=["a", ["a", "c"]])
    correct: bool = Field(examples=[False])
    credit: float = Field(examples=[0.5])
    feedback: str = Field(examples=["Nothing has gone back yet."])
    right_choice: str | list[str] = Field(examples=["b"])
    right_feedback: str = Field(examples=["Row 4 is the only row that sends."])
    proof: str = Field(examples=["step 4"])
    proof_url: str


class MarksOut(BaseModel):
    """`score` is the sum of the credits, `total` the number of questions in the quiz."""

    score: float = Field(examples=[1.5])
    total: int = Field(examples=[3])
    grades: list[GradeOut]


class GradedSheetOut(MarksOut):
    track: str
    lesson: str


class BatchedSheetIn(BaseModel):
    """One sheet of a batch under the client's own `id`. Its `answers` are graded apart from the others':
    what is wrong with them, their form too, is told in place of the grades."""

    model_config = ConfigDict(extra="forbid")

    id: Identifier
    answers: dict[str, Any] = Field(examples=ANSWERS, description="As in a single sheet.")


class BatchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sheets: Annotated[list[BatchedSheetIn], Field(min_length=1, max_length=MAX_SHEETS)]


class BatchedSheetOut(BaseModel):
    """Either `grade` or `problem` is null."""

    id: str
    grade: MarksOut | None
    problem: Problem | None


class BatchOut(BaseModel):
    """The sheets in the order in which they were sent."""

    track: str
    lesson: str
    graded: int
    refused: int
    sheets: list[BatchedSheetOut]
