"""The page of challenges at the instructor's desk."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lessons.models import Lesson
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.statistics import statistics_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every challenge of every lesson that this instructor may see, with how learners do."""
    if not request.user.has_perm("lessons.view_lesson"):
        raise PermissionDenied
    lessons = Lesson.objects.visible_to(request.user).select_related("track")
    rows = [
        (lesson, statistics_of(lesson, challenge))
        for lesson in lessons.order_by("track__number", "number")
        for challenge in challenges_of(lesson.lab).values()
    ]
    context = admin.site.each_context(request) | {"title": "Challenges", "rows": rows}
    return render(request, "live_demo/challenges/desk.html", context)
