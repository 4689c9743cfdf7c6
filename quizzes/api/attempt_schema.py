"""JSON shapes of the attempts of a client's learners."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Path
from pydantic import BaseModel, ConfigDict, Field

from quizzes.api import patterns
from quizzes.api.problems import Problem
from quizzes.api.schema import ANSWERS, GradeOut, Identifier, MarksOut, Slug, StoredIdentifier
from quizzes.api.times import Time
from quizzes.kinds.answers import Answer

AttemptId = Path[UUID]
Cursor = Annotated[str, Field(pattern=patterns.CURSOR, examples=["1024"])]
"""A place in the order of a client's changes. Programs keep it as it is."""
MAX_PAGE = 200
MAX_STORED = 200
"""Sheets that one call stores."""


class AttemptIn(BaseModel):
    """`learner` is the client's own identifier; whoever is new becomes a learner of the client."""

    model_config = ConfigDict(extra="forbid")

    learner: Identifier = Field(examples=["student-4711"])
    track: Slug = Field(examples=["django-channels"])
    lesson: Slug = Field(examples=["websocket-support"])


class ResultOut(BaseModel):
    """A stored response. `right_choice`, `right_feedback`, `proof` and `proof_url` are empty as long as the
    question keeps its key to itself: until the attempt is finished, or always."""

    question: str = Field(examples=["step-that-replies"])
    answer: Answer = Field(examples=["a", ["a", "c"]])
    correct: bool = Field(examples=[False])
    credit: float = Field(examples=[0.5])
    answered_at: datetime
    right_choice: Answer
    right_feedback: str
    proof: str
    proof_url: str


class AttemptOut(BaseModel):
    """An attempt without its results: `answered` are the keys of the questions that have a response.

    `total` is the number of questions in the quiz.
    """

    id: UUID = Field(examples=["2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2"])
    url: str = Field(
        examples=["https://learn.example.org/api/v1/attempts/2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2"]
    )
    learner: str = Field(examples=["student-4711"])
    track: str = Field(examples=["django-channels"])
    lesson: str = Field(examples=["websocket-support"])
    started_at: datetime
    finished_at: datetime | None
    total: int = Field(examples=[3])
    answered: list[str] = Field(examples=[["state-after-step-2", "step-that-replies"]])


class AttemptResultsOut(AttemptOut):
    """An attempt with its results. `score` is the sum of the credits so far."""

    score: float = Field(examples=[1.5])
    responses: list[ResultOut]


class AnsweredOut(BaseModel):
    """The grades of the answers that this call stored, and the attempt that has them."""

    attempt: AttemptOut
    grades: list[GradeOut]


class AttemptsOut(BaseModel):
    """`next` is the address of the next page, null on the last one. `cursor` is the place of the last attempt
    of the page: with it the next call, today or tomorrow, gets what has changed since."""

    attempts: list[AttemptResultsOut]
    next: str | None
    cursor: str


class Conflict(Problem):
    """What stands in the way: `attempt` as it is stored."""

    attempt: AttemptOut | None = None


class LearnerQuery(BaseModel):
    """The client's own identifier of a learner."""

    learner: StoredIdentifier = Field(examples=["student-4711"])


class AttemptFilter(BaseModel):
    """Filters of attempts: by learner, by lesson (slugs), open or finished, by their times.

    Attempts are in the order of their latest change. A page has at most `limit` of them, from after `cursor`
    on. `next` is the address of the next page.
    """

    learner: StoredIdentifier | None = None
    track: Slug | None = None
    lesson: Slug | None = None
    state: Literal["any", "open", "finished"] = "any"
    started_from: Time | None = Field(None, description="Started at this time or later.")
    started_before: Time | None = None
    finished_from: Time | None = Field(None, description="Finished at this time or later.")
    finished_before: Time | None = None
    limit: int = Field(50, ge=1, le=MAX_PAGE)
    cursor: Cursor | None = None


class StoredSheetIn(BaseModel):
    """The answers of one learner. Each sheet is graded apart from the others."""

    model_config = ConfigDict(extra="forbid")

    learner: Identifier = Field(examples=["student-4711"])
    answers: dict[str, Any] = Field(examples=ANSWERS, description="As in a single sheet.")


class StoreBatchIn(BaseModel):
    """`finish` says whether each attempt is finished once its sheet is stored."""

    model_config = ConfigDict(extra="forbid")

    sheets: Annotated[list[StoredSheetIn], Field(min_length=1, max_length=MAX_STORED)]
    finish: bool = True


class StoredSheetOut(BaseModel):
    """The verdict on one sheet: stored, with `attempt` and `grade`, or refused, with `problem` (and
    `attempt`, where the learner has one that stands in the way)."""

    learner: str
    attempt: AttemptOut | None
    grade: MarksOut | None
    problem: Problem | None


class StoreBatchOut(BaseModel):
    """The sheets in the order in which they were sent."""

    track: str
    lesson: str
    stored: int
    refused: int
    sheets: list[StoredSheetOut]
