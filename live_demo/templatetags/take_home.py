"""{% take_home lesson %}: a link to the lesson's project, if its lab can be taken home."""

from typing import Any

from django import template

from lessons.models import Lesson
from live_demo.take_home.projects import own_folder

register = template.Library()


@register.inclusion_tag("live_demo/take_home/_offer.html")
def take_home(lesson: Lesson) -> dict[str, Any]:
    return {"lesson": lesson, "offered": own_folder(lesson.lab) is not None}
