"""The template variables of a way, from the app that the way belongs to."""

from typing import Any

from django.http import HttpRequest

from lessons.models import Lesson
from lessons.plugin import plugins
from lessons.ways import Way


def context_for(way: Way, request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """What the template of `way` needs beyond `lesson`; empty where it needs nothing."""
    for plugin in plugins():
        if context := plugin.way_contexts.get(way.name):
            return context(request, lesson)
    return {}
