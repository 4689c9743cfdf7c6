"""What the live demo of a lesson shows around a run of its lab as written."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings

from lessons.models import Lesson
from lessons.rendering import rendered
from live_demo.lab_settings import lab_settings
from live_demo.runs.models import Recording
from live_demo.view.panes import panes


def live_context(lesson: Lesson) -> dict[str, Any]:
    """The context of `live_demo/_live.html`: the code at rest until the learner connects."""
    return {
        "lesson": lesson,
        "bench": rendered(lesson, "live_demo/_bench.html", **recording_context(lesson)),
        "with_rooms": lab_settings(lesson.lab).room,
    }


def recording_context(lesson: Lesson) -> dict[str, Callable[[], Any]]:
    """What the bench needs for `rendered`, as functions: they query only where nothing is cached."""

    @cache
    def recording() -> Recording | None:
        return Recording.objects.filter(lesson=lesson).first()

    return {
        "recording": recording,
        "panes": lambda: panes(lesson, []),
        "limits": lambda: settings.LIVE_DEMO,
        "can_cut": lambda: lab_settings(lesson.lab).cut,
        "two_clients": lambda: lab_settings(lesson.lab).two,
    }
