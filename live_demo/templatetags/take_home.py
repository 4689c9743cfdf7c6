"""{% take_home lesson %}: a link to the lesson's project, if {{ lesson|can_be_taken_home }}."""

from typing import Any

from django import template

from lessons.models import Lesson
from live_demo.take_home.projects import own_folder

register = template.Library()


@register.filter
def can_be_taken_home(lesson: Lesson) -> bool:
    return own_folder(lesson.lab) is not None


@register.inclusion_tag("live_demo/take_home/_offer.html")
def take_home(lesson: Lesson) -> dict[str, Any]:
    return {"lesson": lesson, "offered": can_be_taken_home(lesson)}
