"""JSON shapes of challenges: code that a client's learners write, and the verdicts on it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from quizzes.api.attempt_schema import MAX_PAGE, Cursor
from quizzes.api.schema import Identifier, Slug, StoredIdentifier

_URL = "https://learn.example.org/api/v1/challenge-attempts/2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2"


class ChallengeOut(BaseModel):
    """Code to write: `promises` are what it has to keep, `starter` is what one begins with."""

    name: str = Field(examples=["own-state"])
    title: str
    text: str = Field(description="Markdown.")
    starter: str = Field(description="Python.")
    promises: list[str]
    url: str


class ChallengeAttemptIn(BaseModel):
    """`source` is the whole file of `learner`. Whoever is new becomes a learner of the client."""

    model_config = ConfigDict(extra="forbid")

    learner: Identifier = Field(examples=["student-4711"])
    track: Slug = Field(examples=["django-channels"])
    lesson: Slug = Field(examples=["websocket-support"])
    challenge: Slug = Field(examples=["own-state"])
    source: str = Field(min_length=1, max_length=20_000, description="Python.")


class ChallengeAttemptOut(BaseModel):
    """An attempt without its verdict."""

    id: UUID = Field(examples=["2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2"])
    url: str = Field(examples=[_URL])
    learner: str = Field(examples=["student-4711"])
    track: str = Field(examples=["django-channels"])
    lesson: str = Field(examples=["websocket-support"])
    challenge: str = Field(examples=["own-state"])
    made_at: datetime


class CheckOut(BaseModel):
    """One promise. `words` say how it was broken; empty where it was kept."""

    name: str = Field(examples=["numbers"])
    promise: str
    passed: bool
    words: str


class ChallengeResultOut(ChallengeAttemptOut):
    """An attempt with its verdict, which never changes.

    `state` is `unjudged` where the code could not be run; `why` says why, and it is no try. `credit`, 0 to 1,
    is what the challenge counts for the learner, given by the first attempt that passes; 0 if it fails.
    """

    state: Literal["pending", "passed", "failed", "unjudged"]
    judged_at: datetime | None
    credit: float = Field(examples=[0.8])
    why: str
    checks: list[CheckOut]


class ChallengeAttemptsOut(BaseModel):
    """`next` is the address of the next page, null on the last one. With `cursor`, the place of the last
    attempt of the page, a later call gets what is new: an attempt comes when made, and with its verdict."""

    attempts: list[ChallengeResultOut]
    next: str | None
    cursor: str


class ChallengeAttemptFilter(BaseModel):
    """Filters of attempts: by learner, by lesson (slugs), by challenge.

    Attempts are in the order of their latest change. A page has at most `limit` of them, from after `cursor`
    on. `next` is the address of the next page.
    """

    learner: StoredIdentifier | None = None
    track: Slug | None = None
    lesson: Slug | None = None
    challenge: Slug | None = None
    limit: int = Field(50, ge=1, le=MAX_PAGE)
    cursor: Cursor | None = None
