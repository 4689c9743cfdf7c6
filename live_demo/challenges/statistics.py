"""How learners do in a challenge, for instructors: tries, share solved, what stops whom, time to solve."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from lessons.models import Lesson
from live_demo.challenges.definition import Challenge, ChallengeTest
from live_demo.challenges.models import ChallengeAttempt, Standing
from live_demo.challenges.shown_attempts import is_broken


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the `learners` who have tried a challenge at least once fared.

    `stopped` is {test: number of learners whose latest attempt breaks it}. `tries` and `time` are medians
    over the learners who solved it; None if nobody did.
    """

    challenge: Challenge
    learners: int
    solved: int
    stopped: list[tuple[ChallengeTest, int]]
    tries: float | None
    time: timedelta | None

    @property
    def unsolved(self) -> int:
        return self.learners - self.solved

    @property
    def time_in_words(self) -> str:
        """'34 min', '2 h 5 min', or a dash where nobody has solved it."""
        if self.time is None:
            return "—"
        hours, minutes = divmod(max(1, round(self.time.total_seconds() / 60)), 60)
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"

    @property
    def percent(self) -> str:
        return f"{100 * self.solved / self.learners:.0f} %" if self.learners else "—"


def statistics_of(lesson: Lesson, challenge: Challenge) -> Statistics:
    """The statistics of the challenge, from two queries."""
    standings = Standing.objects.filter(lesson=lesson, challenge=challenge.name, tries__gt=0)
    rows = list(standings.values_list("pk", "tries", "begun_at", "passed_at"))
    times = [passed_at - begun_at for _, _, begun_at, passed_at in rows if passed_at]
    tries = [count for _, count, _, passed_at in rows if passed_at]
    open_ones = [pk for pk, _, _, passed_at in rows if not passed_at]
    seconds = median(time.total_seconds() for time in times) if times else None
    return Statistics(
        challenge,
        learners=len(rows),
        solved=len(times),
        stopped=_stopped(challenge, open_ones),
        tries=median(tries) if tries else None,
        time=None if seconds is None else timedelta(seconds=round(seconds)),
    )


def _stopped(challenge: Challenge, standings: list[int]) -> list[tuple[ChallengeTest, int]]:
    """For each test, how many of these have a latest attempt that breaks its promise."""
    attempts = ChallengeAttempt.objects.filter(standing__in=standings).exclude(judged_at=None)
    latest = dict(attempts.order_by("made_at", "pk").values_list("standing", "results"))
    counts = Counter(result["name"] for results in latest.values() for result in results if is_broken(result))
    return [(test, counts[test.name]) for test in challenge.tests]
