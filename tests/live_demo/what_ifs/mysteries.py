"""Runs of mysteries that have ended, without a socket."""

from django.utils import timezone

from live_demo.runs.models import Run

LIVE = "/learn/django-channels/websocket-support/live/"
MYSTERY = "/live/django-channels/websocket-support/mystery/"
HTMX = {"HX-Request": "true"}
REPORT = {"events": ["error", "close"], "states": [0, 3], "code": 1006}


def ended_run(mystery, **more):
    recorded = mystery.lesson.recording.trace
    return Run.objects.create(
        learner=mystery.learner,
        lesson=mystery.lesson,
        what_if=mystery.what_if,
        diagnosis=mystery,
        ended_at=timezone.now(),
        trace=recorded,
        **more,
    )
