"""The challenges of a learner: merged into an account, exported, counted for the progress."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from lessons.models import Learner
from lessons.prepared import Prepared
from live_demo.challenges.models import ChallengeAttempt, Standing


def merge_challenges(guest: Learner, own: Learner) -> None:
    """Move the guest's standings to the account. Where both have tried a challenge, join their attempts."""
    for theirs in Standing.objects.filter(learner=guest):
        merged = Standing.objects.filter(
            learner=own, lesson=theirs.lesson_id, challenge=theirs.challenge
        ).first()
        if merged is None:
            theirs.learner = own
            theirs.save()
            continue
        ChallengeAttempt.objects.filter(standing=theirs).update(standing=merged)
        merged.tries += theirs.tries
        merged.hints = max(merged.hints, theirs.hints)
        merged.credit = max(merged.credit, theirs.credit)
        merged.passed_at = merged.passed_at or theirs.passed_at
        merged.save()


def challenges_of_learner(learner: Learner) -> list[dict[str, Any]]:
    """Every standing with its attempts, oldest first."""
    standings = Standing.objects.filter(learner=learner).select_related("lesson__track").order_by("pk")
    return [
        {
            "lesson": f"{each.lesson.track.slug}/{each.lesson.slug}",
            "challenge": each.challenge,
            "hints": each.hints,
            "tries": each.tries,
            "credit": each.credit,
            "passed_at": each.passed_at,
            "attempts": [
                {
                    "made_at": attempt.made_at,
                    "passed": attempt.passed,
                    "source": attempt.source,
                    "results": attempt.results,
                }
                for attempt in each.challenge_attempts.all()
            ],
        }
        for each in standings.prefetch_related("challenge_attempts")
    ]


_passed = Prepared(
    lambda learner: (
        Standing.objects.filter(learner=learner)
        .exclude(passed_at=None)
        .order_by()
        .values_list("lesson")
        .annotate(Count("id"))
    ),
    UUID,
)


def challenges_passed(learner: Learner) -> dict[int, str]:
    """{lesson id: '1 challenge solved'}"""
    return {
        lesson: f"{count} challenge{'' if count == 1 else 's'} solved"
        for lesson, count in _passed.rows(learner.pk)
    }
