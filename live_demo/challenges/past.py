"""The judged attempts of a learner: what each changed first, and what came of it."""

from dataclasses import dataclass
from itertools import pairwise

from live_demo.build.drafts import FirstChange, first_change
from live_demo.challenges.models import ChallengeAttempt, Standing

SHOWN = 10


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt, where it first differs from the one before it (None: nowhere), and its verdict in words."""

    attempt: ChallengeAttempt
    change: FirstChange | None
    verdict: str


def past_attempts(standing: Standing, starter: str) -> list[PastAttempt]:
    """The latest judged attempts, newest first. The learner's very first one is compared with `starter`."""
    attempts = list(standing.challenge_attempts.exclude(judged_at=None).defer("traces")[: SHOWN + 1])
    sources = [each.source for each in attempts]
    if len(attempts) <= SHOWN:
        sources.append(starter)
    return [
        PastAttempt(attempt, first_change(before, after), _verdict(attempt))
        for attempt, (after, before) in zip(attempts, pairwise(sources), strict=False)
    ]


def _verdict(attempt: ChallengeAttempt) -> str:
    if attempt.why:
        return f"Not judged: {attempt.why}"
    if attempt.passed:
        return "Solved: every promise is kept."
    count = len(attempt.results)
    kept = (
        f"{attempt.promises_kept} of {count} promises {'is' if attempt.promises_kept == 1 else 'are'} kept."
    )
    broken = next((each for each in attempt.results if not each["passed"]), None)
    return f"{kept} {broken['words']}." if broken else kept
