"""xAPI statements (1.0.3) of attempts. Pure: no database, no clock. No value is null, as xAPI requires.

The id of a statement is derived from its content, so that the same event always has the same id.
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
class AttemptContext:
    """The learner and the quiz of an attempt. URLs are absolute. `learner` is our own id, and never sent.

    `attempt` tells the attempts of a learner apart. `quiz_url` of a challenge is the page that it is on.
    """

    home_page: str
    account: str
    learner: UUID
    attempt: int | str
    quiz_url: str
    track_url: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer. `options` are {key: text}, and so are the `targets` matched to them.

    `credit` is 0 to 1.

    `interaction` is xAPI's type of question. `correct` are the patterns of right responses, and is empty
    where the right answer is not revealed.
    """

    key: str
    text: str
    interaction: str
    options: dict[str, str]
    targets: dict[str, str]
    correct: list[str]
    response: str
    credit: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Completed:
    """The end of an attempt. `score` is 0 to `total`."""

    title: str
    score: float
    total: int
    took: timedelta
    at: datetime


@dataclass(frozen=True, slots=True)
class ChallengeEnd:
    """The verdict on one attempt at a challenge. `credit` is 0 to 1."""

    url: str
    title: str
    passed: bool
    credit: float
    at: datetime


def challenge_statements(context: AttemptContext, end: ChallengeEnd) -> list[Json]:
    """The statement that the learner attempted the challenge, and where the code passes, one that says so."""
    definition = {"type": f"{_ADL}/activities/performance", "name": {_LANGUAGE: end.title}}
    about = _activity(end.url, definition)
    score = {"scaled": end.credit, "raw": end.credit, "min": 0, "max": 1}
    result: Json = {"score": score, "success": end.passed, "completion": end.passed}
    parent = {"parent": [_activity(context.quiz_url)]}
    verbs = ("attempted", "passed") if end.passed else ("attempted",)
    return [_statement(context, verb, about, result, end.at, parent, "") for verb in verbs]


def answered(context: AttemptContext, answer: Answered) -> Json:
    """The statement that the learner answered a question."""
    definition: Json = {
        "type": f"{_ADL}/activities/cmi.interaction",
        "name": {_LANGUAGE: answer.key},
        "description": {_LANGUAGE: answer.text},
        "interactionType": answer.interaction,
    }
    if answer.correct:
        definition["correctResponsesPattern"] = answer.correct
    if answer.targets:
        definition |= {"source": _components(answer.options), "target": _components(answer.targets)}
    elif answer.options:
        definition["choices"] = _components(answer.options)
    result = _result(answer.credit, 1) | {"response": answer.response}
    parent = {"parent": [_activity(context.quiz_url)]}
    about = _activity(f"{context.quiz_url}#{answer.key}", definition)
    return _statement(context, "answered", about, result, answer.at, parent, answer.key)


def _components(texts: dict[str, str]) -> list[Json]:
    return [{"id": key, "description": {_LANGUAGE: text}} for key, text in texts.items()]


def completed(context: AttemptContext, end: Completed) -> Json:
    """The statement that the learner completed the quiz. `success` means the full score."""
    definition = {"type": f"{_ADL}/activities/assessment", "name": {_LANGUAGE: end.title}}
    result = _result(end.score, end.total) | {
        "completion": True,
        "duration": f"PT{max(0.0, end.took.total_seconds()):.2f}S",
    }
    about = _activity(context.quiz_url, definition)
    return _statement(context, "completed", about, result, end.at, {}, "")


def _statement(
    context: AttemptContext, verb: str, about: Json, result: Json, at: datetime, activities: Json, what: str
) -> Json:
    account = {"homePage": context.home_page, "name": context.account}
    return {
        "id": str(uuid5(context.learner, f"{verb} {context.attempt} {what}")),
        "actor": {"objectType": "Agent", "account": account},
        "verb": {"id": f"{_ADL}/verbs/{verb}", "display": {_LANGUAGE: verb}},
        "object": about,
        "result": result,
        "context": {
            "registration": str(uuid5(context.learner, f"attempt {context.attempt}")),
            "platform": "Handshake",
            "language": _LANGUAGE,
            "contextActivities": {**activities, "grouping": [_activity(context.track_url)]},
        },
        "timestamp": at.isoformat(),
        "version": VERSION,
    }


def _activity(address: str, definition: Json | None = None) -> Json:
    activity: Json = {"objectType": "Activity", "id": address}
    return activity | ({"definition": definition} if definition else {})


def _result(score: float, best: int) -> Json:
    """The score of a statement. Empty for a quiz without questions, which has no `scaled` score."""
    if not best:
        return {}
    scaled = min(1.0, max(0.0, score / best))
    return {
        "score": {"scaled": scaled, "raw": min(score, best), "min": 0, "max": best},
        "success": score >= best,
    }
