"""The quiz of a lesson: answer, hint, try again. Each works by htmx in place, and by full page without it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lessons.identity import ensure_learner, remember
from lessons.models import Learner, Lesson
from lessons.views import find_lesson
from lessons.ways import shows
from quizzes.answering import AnsweredAlreadyError, answer, start_again, take_hint
from quizzes.forms import AnswerForm
from quizzes.models import Question
from quizzes.sheet import Item, Sheet, latest_responses, questions_of

ANSWERED_ALREADY = "You had answered this question already. Your first answer stands."


@shows("quiz")
def quiz(request: HttpRequest, lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """All questions at once, or the one that ?question=N asks for."""
    wanted = request.GET.get("question", "")
    sheet = Sheet.of(lesson, latest_responses(lesson, learner)) if wanted.isdecimal() else None
    if sheet is None or not sheet.items:
        return {}
    number = min(max(int(wanted), 1), sheet.total)
    return {"sheet": sheet, "item": sheet.items[number - 1], "number": number}


@require_POST
def answer_question(request: HttpRequest, track: str, lesson: str, key: str) -> HttpResponse:
    """Store the answer, and say at once whether it is right, and why."""
    question = _find_question(request, track, lesson, key)
    form = AnswerForm(question, request.POST)
    learner = ensure_learner(request)
    status, note = 200, ""
    if form.is_valid():
        try:
            responses = answer(learner, question, form.cleaned_data["choice"])
        except AnsweredAlreadyError as error:
            responses, status, note = error.responses, 409, ANSWERED_ALREADY
    else:
        responses = latest_responses(question.lesson, learner)
    sheet = Sheet.of(question.lesson, responses)
    item = next(item for item in sheet.items if item.question == question)
    item.note = note
    if form.errors and item.grade is None:
        status, item.form = 400, form
    return remember(_answer_page(request, sheet, item, status), learner)


@require_POST
def hint(request: HttpRequest, track: str, lesson: str, key: str) -> HttpResponse:
    """Show one more hint."""
    question = _find_question(request, track, lesson, key)
    learner = ensure_learner(request)
    sheet = Sheet.of(question.lesson, take_hint(learner, question))
    item = next(item for item in sheet.items if item.question == question)
    return remember(_answer_page(request, sheet, item, 200), learner)


@require_POST
def again(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new attempt with an empty sheet."""
    found = find_lesson(request, track, lesson)
    learner = ensure_learner(request)
    start_again(learner, found)
    if not request.htmx:  # type: ignore[attr-defined]
        return remember(redirect(f"{found.get_absolute_url()}#quiz"), learner)
    context = {"lesson": found, "sheet": Sheet.of(found, responses={})}
    return remember(render(request, "quizzes/_quiz.html", context), learner)


def _answer_page(request: HttpRequest, sheet: Sheet, item: Item, status: int) -> HttpResponse:
    """The question in place; by full page, the lesson at the question, unless there is something to say."""
    lesson = item.question.lesson
    context = {"lesson": lesson, "sheet": sheet, "item": item}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "quizzes/_answered.html", context, status=status)
    if status != 200:
        return render(request, "quizzes/question_page.html", context, status=status)
    return redirect(f"{lesson.get_absolute_url()}#question-{item.question.key}")


def _find_question(request: HttpRequest, track: str, lesson: str, key: str) -> Question:
    found = find_lesson(request, track, lesson)
    question = next((question for question in questions_of(found) if question.key == key), None)
    if question is None:
        raise Http404(f"The quiz of '{found.title}' has no question '{key}'.")
    return question
