"""How far learners are with challenges, and each of their attempts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.challenges.judged_run import Connection
from live_demo.trace.point import points_in

CREDITS = (100, 80, 60, 40, 20)
"""Percent that the first, the second, … attempt earns where it passes; later ones as the last."""

MAX_TRACES = 5
"""Attempts of one standing whose runs can be shown."""


class Standing(models.Model):
    """One learner's standing in one challenge. `credit` is in percent, 0 until an attempt has passed."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="challenge_standings")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="challenge_standings")
    challenge = models.CharField(max_length=40)
    hints = models.PositiveSmallIntegerField(default=0)
    """How many hints the learner has asked for."""
    tries = models.PositiveIntegerField(default=0)
    credit = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson", "challenge"], name="one_standing_a_learner_and_challenge"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} in {self.challenge} of {self.lesson}"

    @property
    def next_credit(self) -> int:
        """Percent that the next attempt earns where it passes."""
        return CREDITS[min(self.tries, len(CREDITS) - 1)]

    def note(self, passed: bool) -> None:
        """Count one more attempt. The first that passes decides the credit."""
        if passed and self.passed_at is None:
            self.passed_at = timezone.now()
            self.credit = self.next_credit
        self.tries += 1
        self.save()


class CodeConsent(models.Model):
    """The learner lets instructors replay the judged runs of their code (`live_demo.challenges.consent`)."""

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="code_consent")
    given_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"consent of {self.learner}"


class ChallengeAttemptQuerySet(models.QuerySet["ChallengeAttempt"]):
    def shown_to_instructors(self, lesson: Lesson, challenge: str) -> Self:
        """The judged attempts at this challenge whose learners consent now, newest first."""
        judged = self.exclude(judged_at=None).filter(why="")
        return judged.filter(
            standing__lesson=lesson,
            standing__challenge=challenge,
            standing__learner__code_consent__isnull=False,
        )

    def pending(self) -> Self:
        """Attempts that are being judged. An attempt that has waited for longer was lost with its process."""
        longest = timedelta(seconds=settings.OWN_CODE["JUDGE_SECONDS"])
        return self.filter(judged_at=None, made_at__gt=timezone.now() - longest)


class ChallengeAttempt(models.Model):
    """One judgement of a source. `results` has one `Result.as_json` for each test, in their order.

    `traces` has, by the name of each test that failed, what was recorded of its connections
    (`Result.traces`). Only the latest attempts of a standing keep them.
    """

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="challenge_attempts")
    source = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    judged_at = models.DateTimeField(null=True)
    passed = models.BooleanField(default=False)
    results: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    traces: models.JSONField[dict[str, list[dict[str, Any]]]] = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True, default="")
    """Reason why the attempt could not be judged."""

    objects = ChallengeAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"attempt of {self.standing}"

    def connections(self, test: str) -> list[Connection]:
        """The connections of this test, as far as they are kept."""
        return [Connection(each["client"], points_in(each["trace"])) for each in self.traces.get(test, ())]

    def drop_old_traces(self) -> None:
        """Let the attempts before the latest ones of this standing forget their runs."""
        attempts = ChallengeAttempt.objects.filter(standing=self.standing_id)
        ids = list(attempts.values_list("pk", flat=True)[:MAX_TRACES])
        attempts.exclude(pk__in=ids).exclude(traces={}).update(traces={})

    @property
    def promises_kept(self) -> int:
        """Number of promises that the code keeps."""
        return sum(each["passed"] for each in self.results)

    @property
    def is_pending(self) -> bool:
        longest = timedelta(seconds=settings.OWN_CODE["JUDGE_SECONDS"])
        return self.judged_at is None and self.made_at > timezone.now() - longest
