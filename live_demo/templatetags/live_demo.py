"""{% live_demo lesson learner %}: the live demo on a lesson's page."""

from typing import Any

from django import template
from django.conf import settings
from django.template import RequestContext

from lessons.models import Learner, Lesson
from live_demo.models import Recording
from live_demo.panes import panes

register = template.Library()


@register.inclusion_tag("live_demo/_live.html", takes_context=True)
def live_demo(context: RequestContext, lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """The lab of `lesson`, showing its recorded run until the learner makes one."""
    recording = Recording.objects.filter(lesson=lesson).first()
    return {
        "request": context["request"],
        "csrf_token": context["csrf_token"],
        "lesson": lesson,
        "recording": recording,
        "panes": panes(lesson, recording.points if recording else []),
        "limits": settings.LIVE_DEMO,
        "runs": learner.runs.filter(lesson=lesson).exclude(ended_at=None).defer("trace")[:5]
        if learner
        else [],
    }


@register.inclusion_tag("live_demo/_source.html")
def lab_source(lesson: Lesson) -> dict[str, Any]:
    """The file of the lesson's lab, as it runs."""
    shown = panes(lesson, [])
    return {"lab": shown.view.lab, "code": shown.code, "prefix": "sample"}
