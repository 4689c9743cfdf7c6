"""The page that lists the questions of a lesson by their words."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from reversion import create_revision, set_comment, set_user

from lessons.admin.access import lesson_to_change
from lessons.models import Lesson
from lessons.numbers import number_in
from quizzes.arranging.arrange import duplicate, move, remove
from quizzes.kinds import kinds
from quizzes.question_models import Question


@require_http_methods(["GET", "POST"])
def arranging(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions in their order. POST does what its button says, or takes a question to a place."""
    lesson = lesson_to_change(request, pk)
    if not request.user.has_perm("quizzes.change_question"):
        raise PermissionDenied
    questions = Question.objects.filter(lesson=lesson)
    if request.method == "POST":
        do, _, number = request.POST.get("do", "").partition("-")
        if not do:
            do, number = "to", request.POST.get("moved", "")
        question = get_object_or_404(questions.with_choices(), pk=number_in(number) or 0)
        place = _act(request, lesson, question, do)
        return redirect(f"{reverse('arranging', args=[pk])}#question-{place}")
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "lesson": lesson,
        "rows": [(question, kinds[question.kind].title) for question in questions],
        "title": f"Questions: {lesson}",
    }
    return render(request, "quizzes/arranging/arranging.html", context)


def _act(request: HttpRequest, lesson: Lesson, question: Question, do: str) -> int:
    """The number under which the question, or its copy, is found afterwards."""
    with create_revision():
        set_user(request.user)
        if do == "duplicate":
            made = duplicate(lesson, question)
            number, done = (
                made.number,
                f"Question {question.number} was copied below itself, as '{made.key}'.",
            )
        elif do == "delete" and lesson.is_draft:
            number, done = (
                question.number,
                f"Question {question.number} was deleted. History brings it back.",
            )
            remove(lesson, question)
        elif do in ("up", "down", "to"):
            place = number_in(request.POST.get("place", "")) or question.number
            by = {"up": -1, "down": 1, "to": place - question.number}[do]
            number = move(lesson, question, by)
            done = f"It is question {number} now."
        else:
            return question.number
        set_comment(done)
    messages.success(request, done)
    return number
