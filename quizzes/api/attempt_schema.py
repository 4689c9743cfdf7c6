"""JSON shapes of the attempts of a client's learners."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import ConfigDict, Field

from quizzes.api.problems import Problem
from quizzes.api.schema import GradeOut, Identifier, Slug
from quizzes.kinds.answers import Answer

AttemptId = Path[Annotated[int, Field(ge=1, le=2**53 - 1)]]
MAX_PAGE = 200


class AttemptIn(Schema):
    """`learner` is the client's own identifier; whoever is new becomes a learner of the client."""

    model_config = ConfigDict(extra="forbid")

    learner: Identifier = Field(examples=["student-4711"])
    track: Slug = Field(examples=["django-channels"])
    lesson: Slug = Field(examples=["websocket-support"])


class ResultOut(Schema):
    """A stored response. `right_choice`, `right_feedback`, `proof` and `proof_url` are empty as long as the
    question keeps its key to itself: until the attempt is finished, or always."""

    question: str
    answer: Answer
    correct: bool
    credit: float
    answered_at: datetime
    right_choice: Answer
    right_feedback: str
    proof: str
    proof_url: str


class AttemptOut(Schema):
    """`score` is the sum of the credits so far, `total` the number of questions in the quiz now."""

    id: int
    url: str
    learner: str
    track: str
    lesson: str
    started_at: datetime
    finished_at: datetime | None
    score: float
    total: int
    responses: list[ResultOut]


class AnsweredOut(Schema):
    """The grades of the answers that this call stored, and the attempt with all of them."""

    attempt: AttemptOut
    grades: list[GradeOut]


class AttemptsOut(Schema):
    """`next` is the address of the next page, null on the last one."""

    attempts: list[AttemptOut]
    next: str | None


class Conflict(Problem):
    """What stands in the way: `attempt` as it is stored, unless another call with the same
    `Idempotency-Key` is still being answered."""

    attempt: AttemptOut | None = None


class LearnerQuery(Schema):
    """The client's own identifier of a learner."""

    learner: Identifier


class AttemptFilter(Schema):
    """Which attempts: of one learner, of one lesson (slugs), open or finished ones.

    They come by their id, oldest first, `limit` at a time, those after the id `after`; `next` leads on.
    """

    learner: Identifier | None = None
    track: Slug | None = None
    lesson: Slug | None = None
    state: Literal["any", "open", "finished"] = "any"
    limit: int = Field(50, ge=1, le=MAX_PAGE)
    after: int = Field(0, ge=0, le=2**53 - 1)
