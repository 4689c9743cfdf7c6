"""xAPI statements (1.0.3) of attempts. Pure: rows in, JSON values out; none is null, as xAPI wants it.

An id is made from what the statement is about, so the same one is always the same statement.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

VERSION = "1.0.3"
_ADL = "http://adlnet.gov/expapi"
_LANGUAGE = "en-US"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sat at which quiz: addresses are absolute; `learner` is our own id, never told."""

    home_page: str
    account: str
    learner: UUID
    attempt: int
    quiz_url: str
    track_url: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with the answer given; `options` are {key: text}, `credit` is 0 to 1.

    `interaction` is xAPI's type of question, `correct` the patterns of right responses: none where the key is
    not told.
    """

    key: str
    text: str
    interaction: str
    options: dict[str, str]
    correct: list[str]
    response: str
    credit: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Completed:
    """An attempt at its end; `score` is out of `total`."""

    title: str
    score: float
    total: int
    took: timedelta
    at: datetime


def answered(sitting: Sitting, answer: Answered) -> Json:
    """The statement that the learner answered a question."""
    definition: Json = {
        "type": f"{_ADL}/activities/cmi.interaction",
        "name": {_LANGUAGE: answer.key},
        "description": {_LANGUAGE: answer.text},
        "interactionType": answer.interaction,
    }
    if answer.correct:
        definition["correctResponsesPattern"] = answer.correct
    if answer.options:
        definition["choices"] = [
            {"id": key, "description": {_LANGUAGE: text}} for key, text in answer.options.items()
        ]
    result = _result(answer.credit, 1) | {"response": answer.response}
    parent = {"parent": [_activity(sitting.quiz_url)]}
    about = _activity(f"{sitting.quiz_url}#{answer.key}", definition)
    return _statement(sitting, "answered", about, result, answer.at, parent, answer.key)


def completed(sitting: Sitting, end: Completed) -> Json:
    """The statement that the learner completed the quiz. Success is to have everything right."""
    definition = {"type": f"{_ADL}/activities/assessment", "name": {_LANGUAGE: end.title}}
    result = _result(end.score, end.total) | {
        "completion": True,
        "duration": f"PT{max(0.0, end.took.total_seconds()):.2f}S",
    }
    about = _activity(sitting.quiz_url, definition)
    return _statement(sitting, "completed", about, result, end.at, {}, "")


def _statement(
    sitting: Sitting, verb: str, about: Json, result: Json, at: datetime, activities: Json, what: str
) -> Json:
    account = {"homePage": sitting.home_page, "name": sitting.account}
    return {
        "id": str(uuid5(sitting.learner, f"{verb} {sitting.attempt} {what}")),
        "actor": {"objectType": "Agent", "account": account},
        "verb": {"id": f"{_ADL}/verbs/{verb}", "display": {_LANGUAGE: verb}},
        "object": about,
        "result": result,
        "context": {
            "registration": str(uuid5(sitting.learner, f"attempt {sitting.attempt}")),
            "platform": "Handshake",
            "language": _LANGUAGE,
            "contextActivities": {**activities, "grouping": [_activity(sitting.track_url)]},
        },
        "timestamp": at.isoformat(),
        "version": VERSION,
    }


def _activity(address: str, definition: Json | None = None) -> Json:
    activity: Json = {"objectType": "Activity", "id": address}
    return activity | ({"definition": definition} if definition else {})


def _result(score: float, best: int) -> Json:
    """A quiz that has lost all its questions has no score: `scaled` would be none."""
    if not best:
        return {}
    scaled = min(1.0, max(0.0, score / best))
    return {
        "score": {"scaled": scaled, "raw": min(score, best), "min": 0, "max": best},
        "success": score >= best,
    }
