"""The item analysis, in the admin."""

from collections.abc import Callable, Iterable
from typing import Any, TextIO

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lessons.models import Lesson
from quizzes.analysis.counted import Counted, count
from quizzes.analysis.figures import of_quiz
from quizzes.analysis.fresh import recount
from quizzes.analysis.models import QuizSummary
from quizzes.analysis.page import QuestionAnalysis, analyses_of, percent
from quizzes.analysis.scope import Scope, ScopeForm
from quizzes.analysis.statistics import FEW
from quizzes.analysis.summary import count_responses, summarize
from quizzes.analysis.table import write_answers, write_table
from quizzes.analysis.versions import ALL
from quizzes.question_models import Question
from quizzes.reports.models import OPEN, Report

A_PAGE = 50
"""Quizzes."""
MAX_COUNTED = 50_000
"""Answers that are counted while somebody waits for the page."""


@require_safe
def quizzes(request: HttpRequest) -> HttpResponse:
    """A page of all quizzes, with statistics of each as a whole. What has changed is counted again."""
    found = quizzes_for(request.user)
    page = Paginator(found.values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    shown = found.filter(pk__in=list(page))
    recount(shown, MAX_COUNTED)
    context = {"rows": _rows(shown), "page": page, "few": FEW}
    return _page(request, "quizzes/analysis/quizzes.html", title="Item analysis", **context)


def _rows(lessons: QuerySet[Lesson]) -> list[tuple[Any, str]]:
    """Each lesson with the statistics of its quiz, and its mean facility in words."""
    reports = Report.objects.filter(state__in=OPEN, question__lesson=OuterRef("pk")).order_by()
    found = lessons.annotate(
        asked=Count("questions", filter=Q(questions__is_retired=False)),
        n=Max("questions__summary__n"),
        facility=Avg("questions__summary__facility"),
        made_at=Min("questions__summary__made_at"),
        open_reports=Subquery(reports.values("question__lesson").annotate(Count("pk")).values("pk__count")),
    )
    return [(lesson, percent(lesson.facility, of=1)) for lesson in found.select_related("track")]


@require_safe
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """One quiz, question by question: what is stored, or what is counted now of other attempts."""
    lesson = _find(request, pk)
    form = _form(request, lesson)
    if _scope(form) == Scope():
        recount(quizzes_for(request.user).filter(pk=lesson.pk), MAX_COUNTED)
        form = _form(request, lesson)  # with the versions that were counted
    scope = _scope(form)
    counted = _counted(request, lesson, scope)
    whole = counted.whole if counted else QuizSummary.objects.filter(lesson=lesson).first()
    rows = list(analyses_of(lesson, counted))
    made_at = min((row.summary.made_at for row in rows if row.is_summarized), default=None)
    context = {"lesson": lesson, "rows": rows, "made_at": made_at, "few": FEW, "form": form, "whole": whole}
    context |= {"scope": scope if counted else None, "query": request.GET.urlencode() if counted else ""}
    context["has_few"] = any(row.summary.n and row.summary.is_few for row in rows)
    context["elsewhere"] = any(row.summary.elsewhere for row in rows) and scope.version != ALL
    context |= {"words": scope.words, "figures": list(of_quiz(whole)) if whole else []}
    return _page(request, "quizzes/analysis/quiz.html", title=f"Item analysis: {lesson}", **context)


def _form(request: HttpRequest, lesson: Lesson) -> ScopeForm:
    versions = QuizSummary.objects.filter(lesson=lesson).values_list("versions", flat=True).first()
    return ScopeForm(request.GET or None, versions=versions or [])


def _scope(form: ScopeForm) -> Scope:
    return form.scope if form.is_valid() else Scope()


def _counted(request: HttpRequest, lesson: Lesson, scope: Scope) -> Counted | None:
    """What is counted now, unless it is what is stored, or too much for one page."""
    if scope == Scope():
        return None
    if count_responses(lesson, scope) > MAX_COUNTED:
        message = f"There are more than {MAX_COUNTED:,} answers. Choose fewer days. Below is what is stored."
        messages.warning(request, message)
        return None
    return count(lesson, scope)


@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every option and every typed answer of a quiz with its counts, as a CSV file."""
    return _csv(request, pk, "answers", write_answers)


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The analysis of one quiz as a CSV file."""
    return _csv(request, pk, "analysis", write_table)


def _csv(
    request: HttpRequest, pk: int, what: str, write: Callable[[TextIO, Iterable[QuestionAnalysis]], None]
) -> HttpResponse:
    lesson = _find(request, pk)
    counted = _counted(request, lesson, _scope(_form(request, lesson)))
    name = f'attachment; filename="{lesson.slug}-{what}.csv"'
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    write(response, analyses_of(lesson, counted))  # type: ignore[arg-type]  # it can be written to
    return response


@require_POST
def summarize_now(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Summarize one quiz, or all that this instructor sees, and go back to the page."""
    lessons = [_find(request, pk)] if pk else quizzes_for(request.user)
    count = sum(summarize(lesson) for lesson in lessons)
    messages.success(request, f"{count} answer{' is' if count == 1 else 's are'} counted.")
    return redirect("analysis_quiz", pk) if pk else redirect("analysis")


def may_see(user: User | AnonymousUser) -> bool:
    """Whether `user` may see analyses: staff who may view questions."""
    return user.is_staff and user.has_perm("quizzes.view_question")


def quizzes_for(user: User | AnonymousUser) -> QuerySet[Lesson]:
    """The lessons with a quiz whose analysis `user` may see. Raises `PermissionDenied`."""
    if not may_see(user):
        raise PermissionDenied
    asked = Question.every.filter(lesson=OuterRef("pk"))
    return (
        Lesson.objects.edited_by(user)
        .filter(Exists(asked))
        .order_by("track__number", "track__title", "number")
    )


def _find(request: HttpRequest, pk: int) -> Lesson:
    return get_object_or_404(quizzes_for(request.user).select_related("track"), pk=pk)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context})
