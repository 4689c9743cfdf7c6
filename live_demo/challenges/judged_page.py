"""A judged run on the bench: one of its connections, at the frame that broke the promise."""

from typing import Any

from django.http import Http404

from lessons.numbers import number_in
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.models import ChallengeAttempt
from live_demo.runs.shown import own_lab
from live_demo.view.replay import replay


def judged_context(attempt: ChallengeAttempt, test: str, number: int, wanted: str) -> dict[str, Any]:
    """The context of `challenges/run.html`: connection `number` of `test`. `wanted` is ?point of the address.

    Raises `Http404` where nothing of it is kept.
    """
    connections = attempt.connections(test)
    result = next((each for each in attempt.results if each["name"] == test), None)
    if result is None or not 0 < number <= len(connections):
        raise Http404
    lesson, connection = attempt.standing.lesson, connections[number - 1]
    broken = min(result["point"], len(connection.points)) if result["connection"] == number else 0
    point = wanted if number_in(wanted) is not None else str(broken or len(connection.points))
    shown = replay(
        lesson,
        connection.points,
        server="",
        wanted=point,
        at_end=True,
        lab=own_lab(lesson.lab, attempt.source, connection.points),
    )
    return {
        "attempt": attempt,
        "lesson": lesson,
        "challenge": challenges_of(lesson.lab).get(attempt.standing.challenge),
        "result": result,
        "number": number,
        "client": connection.client,
        "connections": [(at, each.client) for at, each in enumerate(connections, start=1)],
        "broken": broken,
        "replay": shown,
    }
