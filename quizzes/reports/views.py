"""Report a question: in place with htmx, on its own page without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lessons.identity import ensure_learner, find_learner, hand_out_cookie, remember
from quizzes.question_models import Question
from quizzes.reports.forms import ReportForm
from quizzes.reports.reporting import (
    MAX_PER_DAY,
    ReportedAlreadyError,
    TooManyReportsError,
    has_reported,
    report,
)
from quizzes.reports.throttling import may_report
from quizzes.views import find_question

SENT = "The instructors have got your report of this question."
TOO_MANY = f"You have {MAX_PER_DAY} open reports from the last 24 hours. Report this question tomorrow."
TOO_MANY_HERE = (
    "Many reports have come from your network within an hour. Yours was not sent. Send it again later."
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_question(request: HttpRequest, track: str, lesson: str, key: str) -> HttpResponse:
    """The form of a report, or its result. ?closed returns the link that opens the form."""
    question = find_question(request, track, lesson, key)
    if request.method == "POST":
        return _store(request, question)
    if "closed" in request.GET and request.htmx:  # type: ignore[attr-defined]
        return _place(request, question, report_closed=True)
    if has_reported(find_learner(request), question):
        return _place(request, question, report_message=SENT)
    return hand_out_cookie(request, _place(request, question, report_form=ReportForm(question)))


def _store(request: HttpRequest, question: Question) -> HttpResponse:
    form = ReportForm(question, request.POST)
    if not form.is_valid():
        return _place(request, question, 400, report_form=form)
    if not may_report(request):
        form.add_error(None, TOO_MANY_HERE)
        return _place(request, question, 429, report_form=form)
    learner = ensure_learner(request)
    message, status, kind = SENT, 200, "success"
    try:
        report(learner, question, **form.cleaned_data)
    except ReportedAlreadyError:
        status = 409
    except TooManyReportsError:
        message, status, kind = TOO_MANY, 429, "error"
    if status == 200 and not request.htmx:  # type: ignore[attr-defined]
        return remember(redirect(request.path), learner)
    return remember(_place(request, question, status, report_message=message, report_kind=kind), learner)


def _place(request: HttpRequest, question: Question, status: int = 200, **context: Any) -> HttpResponse:
    template = "quizzes/reports/_report.html" if request.htmx else "quizzes/reports/page.html"  # type: ignore[attr-defined]
    context |= {"lesson": question.lesson, "question": question}
    return render(request, template, context, status=status)
