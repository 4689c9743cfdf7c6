"""Asks before a public lesson is taken from learners, and says how many have answered it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lessons.models import Lesson
from lessons.plugin import plugins

WANTED = "taken-from-learners"
"""The posted field that says that the instructor has read the question and means it."""


def answers_in_words(lesson: Lesson) -> str:
    """How many learners have answered, such as '3 learners have answered its quiz'; empty if nobody has."""
    count = sum(plugin.answered(lesson) for plugin in plugins())
    return f"{count} learner{' has' if count == 1 else 's have'} answered its quiz" if count else ""


def question_about(lesson: Lesson) -> str:
    """What becomes of a public lesson that is made a draft."""
    answered = answers_in_words(lesson)
    note = f" {answered}; the answers are kept." if answered else ""
    return f"Learners see this lesson. As a draft they no longer find it, not even in the middle of it.{note}"


def withdrawal_page(request: HttpRequest, lessons: QuerySet[Lesson]) -> HttpResponse | None:
    """The page that asks before the action on a list.

    None where nothing is public, or the instructor has answered yes.
    """
    public = [lesson for lesson in lessons if not lesson.is_draft]
    if not public or WANTED in request.POST:
        return None
    context: dict[str, Any] = {
        "rows": [(lesson, answers_in_words(lesson)) for lesson in public],
        "selected": request.POST.getlist("_selected_action"),
        "wanted": WANTED,
        "title": "Take these from learners?" if len(public) > 1 else f"Take “{public[0]}” from learners?",
    }
    return render(request, "lessons/admin/withdraw.html", {**admin.site.each_context(request), **context})
