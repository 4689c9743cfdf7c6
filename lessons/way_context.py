"""The template variables of a way, from the app that the way belongs to."""

from typing import Any

from django.http import HttpRequest

from lessons.models import Learner, Lesson
from lessons.plugin import plugins
from lessons.ways import Way


def context_for(way: Way, request: HttpRequest, lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """What the template of `way` needs beyond `lesson` and `learner`; empty where it needs nothing."""
    for plugin in plugins():
        if context := plugin.way_contexts.get(way.name):
            return context(request, lesson, learner)
    return {}
