"""{% quiz lesson learner %}: the questions of a lesson on its page."""

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.models import Learner, Lesson
from lessons.rendering import rendered
from quizzes.recall.progress import due_counts
from quizzes.sheet import Responses, Sheet, latest_responses

register = template.Library()

_MARK = "the-csrf-token-of-this-request"
"""Stands in the kept sheet where each visitor's own token goes."""
_SITTING = "which-attempt-it-is"
"""The same for the number of the learner's attempt, which the forms carry."""


@register.simple_tag(takes_context=True)
def quiz(context: RequestContext, lesson: Lesson, learner: Learner | None) -> SafeString:
    """The learner's sheet: each question as a form, or with its verdict where it is answered.

    Nobody's answers are on an empty sheet, so that it is rendered once for all.
    """
    token = str(context["csrf_token"])
    responses = latest_responses(lesson, learner)
    if responses:
        sheet = Sheet.of(lesson, responses)
        values = {"lesson": lesson, "sheet": sheet, "csrf_token": token}
        return render_to_string("quizzes/_quiz.html", values)
    untouched = Responses()
    untouched.sitting = _SITTING
    empty = rendered(
        lesson, "quizzes/_quiz.html", csrf_token=_MARK, sheet=lambda: Sheet.of(lesson, untouched)
    )
    return SafeString(empty.replace(_MARK, token).replace(_SITTING, str(responses.sitting)))


@register.simple_tag
def reviews_due(learner: Learner | None) -> int:
    """How many cards of all lessons the learner has to review now."""
    return due_counts(learner).total() if learner else 0
