"""The live demo, the source of a lab and a recorded run, for pages of other apps."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from lessons.models import Learner, Lesson
from lessons.rendering import rendered
from live_demo.middleware.cut import CUT_REQUEST
from live_demo.runs.live_context import live_context, recording_context
from live_demo.view.panes import panes

register = template.Library()


@register.inclusion_tag("live_demo/_live.html", takes_context=True)
def live_demo(context: template.Context, lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """The lab of `lesson`, showing its recorded run until the learner makes one."""
    return live_context(lesson, learner) | {"csrf_token": context.get("csrf_token")}


@register.simple_tag
def cut_request() -> str:
    """The message that asks the server to cut the connection over which it comes."""
    return CUT_REQUEST


@register.inclusion_tag("live_demo/_source.html")
def lab_source(lesson: Lesson) -> dict[str, Any]:
    """The file of the lesson's lab, line by line."""
    shown = panes(lesson, [])
    return {"lab": shown.view.lab, "code": shown.code, "prefix": "sample"}


@register.simple_tag
def recorded_wire(lesson: Lesson) -> SafeString:
    """The frames of the lesson's recorded run, as a picture."""
    return rendered(lesson, "live_demo/_recorded_wire.html", **recording_context(lesson))
