"""The attempts that an instructor may replay: the newest, with what each breaks first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from lessons.models import Lesson
from live_demo.challenges.definition import Challenge
from live_demo.challenges.models import ChallengeAttempt

LOOKED_AT = 500
"""Attempts that are looked through, the newest first."""


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    """An attempt, and what it breaks first.

    `which` is its number among those of its learner; `promise` the number of the broken promise; both count
    from 1. `name` is the name of its test, `words` says how. Of one that passes the last three are 0 and ''.
    """

    attempt: ChallengeAttempt
    which: int
    promise: int = 0
    name: str = ""
    words: str = ""


def shown_attempts(lesson: Lesson, challenge: Challenge, breaks: str = "") -> Sequence[ShownAttempt]:
    """Attempts of learners who consent now. `breaks`: only those that break this test first. One query."""
    attempts = ChallengeAttempt.objects.shown_to_instructors(lesson, challenge.name)
    which = Window(RowNumber(), partition_by=F("standing"), order_by=["made_at", "pk"])
    latest = attempts.defer("traces", "source").annotate(which=which)[:LOOKED_AT]
    numbers = {test.name: number for number, test in enumerate(challenge.tests, start=1)}
    found = [_shown(attempt, numbers) for attempt in latest]
    return [each for each in found if each.name == breaks] if breaks else found


def _shown(attempt: ChallengeAttempt, numbers: dict[str, int]) -> ShownAttempt:
    which = attempt.which  # type: ignore[attr-defined]  # annotated
    broken = next((each for each in attempt.results if is_broken(each)), None)
    if broken is None:
        return ShownAttempt(attempt, which)
    name = broken["name"]
    return ShownAttempt(attempt, which, numbers.get(name, 0), name, broken["words"])


def is_broken(result: dict[str, object]) -> bool:
    """Whether a stored result is of a promise that was judged, and not kept."""
    return not result["passed"] and not result.get("waits_for")
