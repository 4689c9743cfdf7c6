"""Challenges for other apps: what a lesson has, an attempt for a learner, and the verdicts."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lessons.models import Learner, Lesson
from lessons.plugin import ChallengeInfo, Checked, Verdict
from lessons.refused import RefusedError
from live_demo.build.source import source_in
from live_demo.challenges.definition import Challenge, challenges_of
from live_demo.challenges.judge_thread import judge
from live_demo.challenges.models import ChallengeAttempt, Standing
from live_demo.sandbox.status import status

MAX_PENDING = 40
"""Attempts of programs that one process judges or has waiting. One more is refused, and can come again."""
_PROGRAMS = ""
"""Owner of all programs' attempts in the judge's queue. They share one: the site itself gives them keys."""
_INTERRUPTED = "The server ended while the code was judged. It does not count as a try."


def challenges_in(lesson: Lesson) -> Sequence[ChallengeInfo]:
    """The challenges of the lesson, in the order of their names."""
    return [
        ChallengeInfo(
            each.name,
            each.title,
            each.text.strip(),
            each.starter,
            [test.promise for test in each.tests],
            _path(lesson, each.name),
        )
        for each in challenges_of(lesson.lab).values()
    ]


def _path(lesson: Lesson, name: str) -> str:
    return reverse("challenge", args=[lesson.track.slug, lesson.slug, name])


def attempt_for(learner: Learner, lesson: Lesson, name: str, source: str) -> int | None:
    """Have `source` judged once this transaction is over. Gives the id of the attempt.

    It is None where the lesson has no such challenge. Raises `RefusedError`.
    """
    challenge = challenges_of(lesson.lab).get(name)
    if challenge is None:
        return None
    source = source_in(source)
    if not status().is_on:
        raise RefusedError(f"Code is not judged here. {status().why}", 503)
    pending = ChallengeAttempt.objects.pending()
    if pending.filter(standing__learner=learner).exists():
        raise RefusedError("The learner's last attempt is being judged. Wait for its verdict.", 503, 5)
    if judge().pending(_PROGRAMS) >= MAX_PENDING:
        raise RefusedError("Many attempts wait to be judged. Send this one again in a moment.", 503, 10)
    standing, _ = Standing.objects.get_or_create(learner=learner, lesson=lesson, challenge=name)
    attempt = ChallengeAttempt.objects.create(standing=standing, source=source)
    _submit_when_stored(attempt.pk, challenge, source)
    return attempt.pk


def _submit_when_stored(attempt_id: int, challenge: Challenge, source: str) -> None:
    transaction.on_commit(lambda: judge().submit(attempt_id, challenge, source, _PROGRAMS))


def verdicts_on(ids: Collection[int]) -> Mapping[int, Verdict]:
    """{id: verdict} of those of these attempts that are judged, or that are lost with their process."""
    found = (
        ChallengeAttempt.objects.filter(pk__in=ids).select_related("standing__lesson__track").defer("traces")
    )
    return {attempt.pk: _verdict(attempt) for attempt in found if not attempt.is_pending}


def _verdict(attempt: ChallengeAttempt) -> Verdict:
    standing = attempt.standing
    challenge = challenges_of(standing.lesson.lab).get(standing.challenge)
    return Verdict(
        title=challenge.title if challenge else standing.challenge,
        path=_path(standing.lesson, standing.challenge),
        judged_at=attempt.judged_at or timezone.now(),
        passed=attempt.passed,
        credit=standing.credit / 100 if attempt.passed else 0,
        why=attempt.why if attempt.judged_at else _INTERRUPTED,
        checked=[
            Checked(each["name"], each["promise"], each["passed"], each["words"]) for each in attempt.results
        ],
    )
