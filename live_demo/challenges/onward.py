"""What comes after a challenge that is solved: the next one, and our solutions beside the learner's code."""

from dataclasses import dataclass
from typing import Any

from lessons.models import Lesson
from lessons.models.track import Visitor
from live_demo.challenges.definition import Challenge, challenges_of
from live_demo.challenges.models import ChallengeAttempt, Standing
from live_demo.what_ifs.diff import diff


@dataclass(frozen=True, slots=True)
class Next:
    """A challenge that is still open, and the lesson that has it."""

    lesson: Lesson
    challenge: Challenge


def onward_context(attempt: ChallengeAttempt, user: Visitor) -> dict[str, Any]:
    """What `challenges/_onward.html` shows; nothing for an attempt that has not passed. Makes two queries."""
    if not attempt.passed:
        return {}
    standing = attempt.standing
    challenge = challenges_of(standing.lesson.lab).get(standing.challenge)
    right = challenge.right if challenge else {}
    return {
        "next": _next(standing, user),
        "solutions": [(name, diff(attempt.source, source)) for name, source in right.items()],
    }


def _next(standing: Standing, user: Visitor) -> Next | None:
    """The next open one of its lesson, else of a later lesson of the track, else of an earlier one."""
    lessons = Lesson.objects.visible_to(user).filter(track=standing.lesson.track_id)
    ordered = [
        (lesson, challenge)
        for lesson in lessons.select_related("track").order_by("number")
        for challenge in challenges_of(lesson.lab).values()
    ]
    solved = Standing.objects.filter(learner=standing.learner_id).exclude(passed_at=None)
    done = set(solved.values_list("lesson", "challenge"))
    here = [(lesson.pk, each.name) for lesson, each in ordered]
    own = (standing.lesson_id, standing.challenge)
    at = here.index(own) + 1 if own in here else 0
    rest = sorted([*ordered[at:], *ordered[:at]], key=lambda each: each[0].pk != standing.lesson_id)
    found = next((each for each in rest if (each[0].pk, each[1].name) not in done | {own}), None)
    return Next(*found) if found else None
