"""The earlier versions of a quiz, and since when each question is as it is. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from quizzes.analysis.differences import differences
from quizzes.regrading.key import Content

type Quiz = Mapping[int, Content]
"""{question id: the question}"""
type Dated = tuple[int, datetime, Quiz]
"""The id of a stored version, the time when the first attempt at it began, and its questions."""

MAX_LISTED = 20
"""Versions that are offered, the latest."""


class EarlierQuiz(TypedDict):
    """A version as JSON can hold it. `since` is in ISO 8601, `differs` says in words what is not as now."""

    version: int
    since: str
    differs: str


def earlier_quizzes(now: Quiz, versions: Sequence[Dated]) -> list[EarlierQuiz]:
    """Versions that differ from the quiz now, the latest first. `versions` are in order of time.

    Versions that differ only in what statistics do not depend on count as one, with the time of the first.
    """
    found: list[tuple[Quiz, EarlierQuiz]] = []
    for pk, since, quiz in versions:
        differing = "; ".join(_differing(quiz, now))
        if differing and not any(_alike(quiz, other) for other, _ in found):
            found.append((quiz, {"version": pk, "since": since.isoformat(), "differs": differing}))
    return [each for _, each in found[::-1][:MAX_LISTED]]


def asked_since(now: Quiz, versions: Sequence[Dated]) -> dict[int, datetime]:
    """{question id: when the first attempt with it as it is began}, of those that were different before."""
    found = {}
    for pk, question in now.items():
        dated = [(since, quiz[pk]) for _, since, quiz in versions if pk in quiz]
        same = [since for since, old in dated if not differences(old, question)]
        if same and len(same) < len(dated):
            found[pk] = min(same)
    return found


def _differing(quiz: Quiz, now: Quiz) -> Iterator[str]:
    """Differences in words, such as 'question 2: wording, key'."""
    for pk, question in now.items():
        changed = differences(quiz[pk], question) if pk in quiz else ["not asked"]
        if changed:
            yield f"question {question['number']}: {', '.join(changed)}"
    gone: Iterable[Content] = (question for pk, question in quiz.items() if pk not in now)
    yield from (f"question “{question['key']}”: asked" for question in gone)


def _alike(one: Quiz, other: Quiz) -> bool:
    return one.keys() == other.keys() and not any(differences(one[pk], other[pk]) for pk in one)
