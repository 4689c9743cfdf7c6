"""The challenges of a lesson, for templates."""

from typing import Any

from django import template

from lessons.identity import find_learner
from lessons.models import Lesson
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.models import Standing

register = template.Library()


@register.inclusion_tag("live_demo/challenges/_list.html", takes_context=True)
def challenge_list(context: template.Context, lesson: Lesson) -> dict[str, Any]:
    """Every challenge of the lesson's lab, and whether the learner has solved it. At most one query."""
    challenges, learner = challenges_of(lesson.lab), find_learner(context["request"])
    solved: set[str] = set()
    if learner and challenges:
        standings = Standing.objects.filter(learner=learner, lesson=lesson).exclude(passed_at=None)
        solved = set(standings.values_list("challenge", flat=True))
    return {"lesson": lesson, "challenges": challenges.values(), "solved": solved}
