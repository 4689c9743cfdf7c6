"""The quiz of a lesson: answer, hint, try again.

htmx replaces the question in place. Without JavaScript each request is answered with a whole page.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Learner, Lesson
from lessons.numbers import number_in
from lessons.published_lesson import published_lesson
from lessons.views import find_lesson
from quizzes.answering import AnsweredAlreadyError, answer, start_again, take_hint
from quizzes.cached_question import answered_html
from quizzes.forms import AnswerForm
from quizzes.kinds.answers import AnswerError
from quizzes.question_models import Question
from quizzes.quiz_item import QuizItem
from quizzes.quiz_view import QuizView
from quizzes.responses import Responses, latest_responses
from quizzes.shuffling import seed_of

ANSWERED_ALREADY = "You have already answered this question. Your first answer counts."
TRIED_ALREADY = "You have already answered this question. Your stored answer counts."
OVERTAKEN = (
    "You have tried this question again since this page was loaded. Nothing "
    "was counted. Here is the current state."
)


def quiz(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The context of the way: nothing for all questions at once, one item where ?question=N asks for it."""
    wanted = number_in(request.GET.get("question", ""))
    view = _latest_view(request, lesson, find_learner(request)) if wanted is not None else None
    if wanted is None or view is None or not view.items:
        return {}
    number = min(max(wanted, 1), view.total)
    return {"quiz": view, "item": view.items[number - 1], "number": number}


@require_POST
def answer_question(request: HttpRequest, track: str, lesson: str, key: str) -> HttpResponse:
    """Store the answer, and show whether it is right, and why."""
    question = find_question(request, track, lesson, key)
    seed = seed_of(request)
    form = AnswerForm(question, request.POST)
    if form.move:
        return _arranged(request, form)
    learner = ensure_learner(request)
    status, conflict = 200, False
    try:
        responses = _stored(learner, question, form, seed) if form.is_valid() else None
    except AnswerError as error:
        form.add_error("choice", error.words)
        responses = None
    except AnsweredAlreadyError as error:
        responses, status, conflict = error.responses, 409, True
    if responses is None:
        responses = latest_responses(question.lesson, learner, seed=seed)
    view = QuizView.of(responses)
    item = view.item_of(question)
    if conflict:
        item.note = _conflict_message(item)
    if form.errors and not item.is_closed:
        status = 400
        item.show_again(form)
    if status == 200 and request.htmx:  # type: ignore[attr-defined]
        return remember(HttpResponse(answered_html(request, view, item)), learner)
    return remember(_answer_page(request, view, item, status), learner)


@require_POST
def hint(request: HttpRequest, track: str, lesson: str, key: str) -> HttpResponse:
    """Show one more hint."""
    question = find_question(request, track, lesson, key)
    learner = ensure_learner(request)
    view = QuizView.of(take_hint(learner, question, seed=seed_of(request)))
    item = view.item_of(question)
    item.asked_for_hint = True
    item.fill_in(request.POST)
    return remember(_answer_page(request, view, item, 200), learner)


@require_POST
def again(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Start a new attempt, and show its quiz without answers."""
    found = find_lesson(request, track, lesson)
    learner = ensure_learner(request)
    start_again(learner, found)
    if not request.htmx:  # type: ignore[attr-defined]
        return remember(redirect(f"{found.way_address('quiz')}#quiz"), learner)
    context = {"lesson": found, "quiz": QuizView.of(latest_responses(found, learner))}
    return remember(render(request, "quizzes/_quiz.html", context), learner)


def find_question(request: HttpRequest, track: str, lesson: str, key: str) -> Question:
    """The question of a lesson that this visitor may see. Raises `Http404`."""
    found = _kept_lesson(request, track, lesson)
    asked = latest_responses(found, find_learner(request)).questions
    question = next((question for question in asked if question.key == key), None)
    if question is None:
        raise Http404(f"The quiz of '{found.title}' has no question '{key}'.")
    return question


def _kept_lesson(request: HttpRequest, track: str, lesson: str) -> Lesson:
    """Find a lesson as `find_lesson` does. All but staff get one that the threads of this process share."""
    kept = None if getattr(request.user, "is_staff", False) else published_lesson(track, lesson)
    return kept or find_lesson(request, track, lesson)


def _latest_view(request: HttpRequest, lesson: Lesson, learner: Learner | None) -> QuizView:
    return QuizView.of(latest_responses(lesson, learner, seed=seed_of(request)))


def _stored(learner: Learner, question: Question, form: AnswerForm, seed: int) -> Responses:
    try_token, confidence = form.cleaned_data["try_token"], form.cleaned_data["confidence"]
    return answer(learner, question, form.raw, try_token=try_token, confidence=confidence, seed=seed)


def _arranged(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    """The question with its answer rearranged. Nothing is stored."""
    question = form.question
    view = _latest_view(request, question.lesson, find_learner(request))
    item = view.item_of(question)
    item.form = form.arranged()
    return _in_place(request, view, item, 200)


def _conflict_message(item: QuizItem) -> str:
    if not item.is_closed:
        return OVERTAKEN
    return ANSWERED_ALREADY if len(item.question.credits) == 1 else TRIED_ALREADY


def _answer_page(request: HttpRequest, view: QuizView, item: QuizItem, status: int) -> HttpResponse:
    """The question in place for htmx, or for an error. Otherwise a redirect to the question in the quiz."""
    if status == 200 and not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{_quiz_address(request, view, item)}#question-{item.question.key}")
    return _in_place(request, view, item, status)


def _quiz_address(request: HttpRequest, view: QuizView, item: QuizItem) -> str:
    """The page from which the answer came: the whole quiz, or this question alone."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    address = item.question.lesson.way_address("quiz")
    is_alone = came_from.path == address and "question" in parse_qs(came_from.query)
    return f"{address}?question={view.items.index(item) + 1}" if is_alone else address


def _in_place(request: HttpRequest, view: QuizView, item: QuizItem, status: int) -> HttpResponse:
    template = "quizzes/_answered.html" if request.htmx else "quizzes/question_page.html"  # type: ignore[attr-defined]
    context = {"lesson": item.question.lesson, "quiz": view, "item": item}
    return render(request, template, context, status=status)
