"""The quiz of a lesson: answer, hint, try again. Each works by htmx in place, and by full page without it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Learner, Lesson
from lessons.views import find_lesson
from quizzes.answering import AnsweredAlreadyError, answer, start_again, take_hint
from quizzes.forms import AnswerForm
from quizzes.grading import AnswerError
from quizzes.models import Question
from quizzes.sheet import Item, Responses, Sheet, latest_responses, questions_of, responses_in

ANSWERED_ALREADY = "You had answered this question already. Your first answer stands."
TRIED_ALREADY = "You had answered this question already. What is stored stands."
OVERTAKEN = "This page was older than your last try. Nothing was counted; here is how the question stands."


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
    question = find_question(request, track, lesson, key)
    form = AnswerForm(question, request.POST)
    if form.move:
        return _arranged(request, form)
    learner = ensure_learner(request)
    status, conflict = 200, False
    try:
        responses = _stored(learner, question, form) if form.is_valid() else None
    except AnswerError as error:
        form.add_error("choice", error.words)
        responses = None
    except AnsweredAlreadyError as error:
        responses, status, conflict = error.responses, 409, True
    sheet, item = _sheet(
        question, latest_responses(question.lesson, learner) if responses is None else responses
    )
    if conflict:
        item.note = _conflict_words(item)
    if form.errors and not item.is_closed:
        status, item.form = 400, form
    return remember(_answer_page(request, sheet, item, status), learner)


@require_POST
def hint(request: HttpRequest, track: str, lesson: str, key: str) -> HttpResponse:
    """Show one more hint."""
    question = find_question(request, track, lesson, key)
    learner = ensure_learner(request)
    sheet, item = _sheet(question, take_hint(learner, question))
    item.hinted = True
    item.keep(request.POST)
    return remember(_answer_page(request, sheet, item, 200), learner)


@require_POST
def again(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new attempt with an empty sheet."""
    found = find_lesson(request, track, lesson)
    learner = ensure_learner(request)
    attempt = start_again(learner, found)
    if not request.htmx:  # type: ignore[attr-defined]
        return remember(redirect(f"{found.way_address('quiz')}#quiz"), learner)
    context = {"lesson": found, "sheet": Sheet.of(found, responses_in(attempt))}
    return remember(render(request, "quizzes/_quiz.html", context), learner)


def find_question(request: HttpRequest, track: str, lesson: str, key: str) -> Question:
    """The question of a lesson that this visitor may see. Raises `Http404`."""
    found = find_lesson(request, track, lesson)
    question = next((question for question in questions_of(found) if question.key == key), None)
    if question is None:
        raise Http404(f"The quiz of '{found.title}' has no question '{key}'.")
    return question


def _stored(learner: Learner, question: Question, form: AnswerForm) -> Responses:
    sent = form.cleaned_data
    return answer(learner, question, form.raw, sequence=sent["sequence"], confidence=sent["confidence"])


def _arranged(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    """The question with its answer arranged anew: nothing is sent yet, and nothing stored."""
    question = form.question
    sheet, item = _sheet(question, latest_responses(question.lesson, find_learner(request)))
    item.form = form.arranged()
    return _in_place(request, sheet, item, 200)


def _sheet(question: Question, responses: Responses) -> tuple[Sheet, Item]:
    sheet = Sheet.of(question.lesson, responses)
    return sheet, next(item for item in sheet.items if item.question == question)


def _conflict_words(item: Item) -> str:
    if not item.is_closed:
        return OVERTAKEN
    return ANSWERED_ALREADY if len(item.question.credits) == 1 else TRIED_ALREADY


def _answer_page(request: HttpRequest, sheet: Sheet, item: Item, status: int) -> HttpResponse:
    """The question in place; by full page, the quiz at the question, unless there is something to say."""
    if status == 200 and not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{_quiz_address(request, sheet, item)}#question-{item.question.key}")
    return _in_place(request, sheet, item, status)


def _quiz_address(request: HttpRequest, sheet: Sheet, item: Item) -> str:
    """The quiz as the learner has it: one question at a time, if the answer came from there."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    address = item.question.lesson.way_address("quiz")
    alone = came_from.path == address and "question" in parse_qs(came_from.query)
    return f"{address}?question={sheet.items.index(item) + 1}" if alone else address


def _in_place(request: HttpRequest, sheet: Sheet, item: Item, status: int) -> HttpResponse:
    template = "quizzes/_answered.html" if request.htmx else "quizzes/question_page.html"  # type: ignore[attr-defined]
    context = {"lesson": item.question.lesson, "sheet": sheet, "item": item}
    return render(request, template, context, status=status)
