"""{% live_demo lesson learner %}: the live demo on a lesson's page."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from lessons.models import Learner, Lesson
from lessons.rendering import rendered
from live_demo.lab import lab_settings
from live_demo.runs.list import run_lines
from live_demo.runs.models import Recording
from live_demo.view.panes import Panes, panes

register = template.Library()


@register.inclusion_tag("live_demo/_live.html", takes_context=True)
def live_demo(context: template.Context, lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """The lab of `lesson`, showing its recorded run until the learner makes one."""
    runs = learner.runs.with_record().filter(lesson=lesson)[:5] if learner else []
    return {
        "lesson": lesson,
        "bench": rendered(lesson, "live_demo/_bench.html", **_recorded(lesson)),
        "runs": run_lines(runs),
        "with_rooms": lab_settings(lesson.lab).room,
        "csrf_token": context.get("csrf_token"),
    }


def _recorded(lesson: Lesson) -> dict[str, Callable[[], Any]]:
    """What the bench shows before the first run; looked up only where it is rendered."""

    @cache
    def recording() -> Recording | None:
        return Recording.objects.filter(lesson=lesson).first()

    def shown() -> Panes:
        found = recording()
        return panes(lesson, found.points if found else [])

    def can_cut() -> bool:
        return lab_settings(lesson.lab).cut

    return {"recording": recording, "panes": shown, "limits": lambda: settings.LIVE_DEMO, "can_cut": can_cut}


@register.inclusion_tag("live_demo/_source.html")
def lab_source(lesson: Lesson) -> dict[str, Any]:
    """The file of the lesson's lab, as it runs."""
    shown = panes(lesson, [])
    return {"lab": shown.view.lab, "code": shown.code, "prefix": "sample"}


@register.simple_tag
def recorded_wire(lesson: Lesson) -> SafeString:
    """The frames of the lesson's recorded run, as a picture."""
    return rendered(lesson, "live_demo/_recorded_wire.html", **_recorded(lesson))
