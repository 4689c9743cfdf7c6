"""The page on which an instructor decides on answers that an earlier key has graded."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from lessons.models import Lesson
from lessons.numbers import number_in
from quizzes.regrading.affected import affected_by_change
from quizzes.regrading.decide import decide
from quizzes.regrading.models import Regrading


@require_http_methods(["GET", "POST"])
def regrading(request: HttpRequest, pk: int) -> HttpResponse:
    """What each choice would change, question by question. POST carries the choices out."""
    if not request.user.has_perms(["lessons.change_lesson", "quizzes.change_question"]):
        raise PermissionDenied
    lesson = get_object_or_404(Lesson.objects.edited_by(request.user).select_related("track"), pk=pk)
    if request.method == "POST":
        made = decide(lesson, _choices(request), request.user)  # type: ignore[arg-type]
        for each in made:
            changed = f"Answers: {each.answers}. They earn more: {each.raised}, less: {each.lowered}."
            messages.success(request, f"{each}. {changed}")
        if not made:
            messages.error(request, "Nothing was chosen, so nothing was changed.")
        return redirect("regrading", pk)
    context: dict[str, Any] = {
        "lesson": lesson,
        "affected": affected_by_change(lesson),
        "choices": Regrading.Choice.choices,
        "decided": Regrading.objects.filter(lesson=lesson).select_related("question", "decided_by")[:50],
        "title": f"Answers graded by an earlier key: {lesson}",
    }
    return render(
        request, "quizzes/regrading/regrading.html", {**admin.site.each_context(request), **context}
    )


def _choices(request: HttpRequest) -> dict[int, Regrading.Choice]:
    """{question id: choice} of the fields that name one."""
    found = {}
    for name, value in request.POST.items():
        prefix, _, number = name.partition("-")
        question = number_in(number)
        if prefix == "question" and question and value in Regrading.Choice.values:
            found[question] = Regrading.Choice(value)
    return found
