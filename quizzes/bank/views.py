"""The page of the question bank, from which a draft takes questions."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from reversion import create_revision, set_comment, set_user

from lessons.admin.access import lesson_to_change
from lessons.drafts.draft import draft_of
from lessons.models import Lesson
from lessons.numbers import number_in
from quizzes.analysis.page import percent
from quizzes.bank.find import found, take
from quizzes.bank.search_form import Search, SearchForm
from quizzes.question_models import Question

SHOWN = 50
PUBLIC = "This lesson is public. Begin a draft of it, and take the question into the draft."


@require_http_methods(["GET", "POST"])
def bank(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What is found. POST copies a question into the lesson; without one, the page only shows."""
    lesson = lesson_to_change(request, pk) if pk else None
    if not request.user.has_perm("quizzes.add_question" if lesson else "quizzes.view_question"):
        raise PermissionDenied
    if request.method == "POST" and lesson:
        return _take(request, lesson)
    form = SearchForm(request.GET or None, request.user)
    rows = found(request.user, form.search)
    if lesson:
        rows = rows.exclude(lesson__in=[lesson.pk, lesson.draft_of_id or 0])
    page = Paginator(rows.prefetch_related("choices"), SHOWN).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "lesson": lesson,
        "rows": [(row, _facility(row)) for row in page],
        "page": page,
        "query": f"{asked.urlencode()}&" if asked else "",
        "form": form,
        "own_draft": draft_of(lesson) if lesson and not lesson.is_draft else None,
        "title": f"Question bank, for: {lesson}" if lesson else "Question bank",
    }
    return render(request, "quizzes/bank/bank.html", context)


def _take(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    own = found(request.user, Search()).prefetch_related("choices", "hints")
    question = get_object_or_404(own, pk=number_in(request.POST.get("take", "")) or 0)
    if not lesson.is_draft:
        messages.error(request, PUBLIC)
        return redirect("bank", lesson.pk)
    with create_revision():
        set_user(request.user)
        made = take(question, lesson)
        set_comment(f"Took '{made.key}' from {made.origin}.")
    advice = "Say which place of this lesson proves it before you publish."
    messages.success(request, f"It is question {made.number} of “{lesson}” now. {advice}")
    return redirect("bank", lesson.pk)


def _facility(question: Question) -> str:
    summary = getattr(question, "summary", None)
    return (
        f"{percent(summary.facility, of=1)} facility, {summary.n} answer{'' if summary.n == 1 else 's'}"
        if summary and summary.n
        else "no answers yet"
    )
