"""{% quiz lesson learner %}: the questions of a lesson on its page."""

from typing import Any

from django import template
from django.template import RequestContext

from lessons.models import Learner, Lesson
from quizzes.sheet import Sheet

register = template.Library()


@register.inclusion_tag("quizzes/_quiz.html", takes_context=True)
def quiz(context: RequestContext, lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """The learner's sheet: each question as a form, or with its verdict where it is answered."""
    return {
        "request": context["request"],
        "csrf_token": context["csrf_token"],
        "lesson": lesson,
        "sheet": Sheet.of(lesson, learner),
    }
