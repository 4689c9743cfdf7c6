"""{% predicted_run lesson %}: the live demo as a prediction needs it, which shows nothing before the run."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from lessons.models import Lesson
from lessons.rendering import rendered
from live_demo.view.panes import Panes, panes

register = template.Library()


@register.inclusion_tag("live_demo/_live.html")
def predicted_run(lesson: Lesson) -> dict[str, Any]:
    """The lab of `lesson` with empty tables: the recorded run would give the answers away."""

    def empty() -> Panes:
        return panes(lesson, [])

    context = {
        "panes": empty,
        "limits": settings.LIVE_DEMO,
        "start_url": reverse("start_predicted_run", args=[lesson.track.slug, lesson.slug]),
    }
    return {"bench": rendered(lesson, "live_demo/predict/_bench.html", **context)}
