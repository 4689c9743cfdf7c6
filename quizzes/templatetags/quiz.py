"""{% quiz lesson learner %}: the questions of a lesson on its page."""

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.models import Learner, Lesson
from quizzes.empty_quiz import empty_quiz
from quizzes.quiz_view import QuizView
from quizzes.recall.progress import due_counts
from quizzes.responses import latest_responses

register = template.Library()


@register.simple_tag(takes_context=True)
def quiz(context: RequestContext, lesson: Lesson, learner: Learner | None) -> SafeString:
    """The learner's quiz: an answered question with its verdict, the other questions as forms."""
    csrf_token = str(context["csrf_token"])
    responses = latest_responses(lesson, learner)
    if not responses:
        return empty_quiz(lesson, csrf_token=csrf_token, attempt_number=responses.attempt_number)
    values = {"lesson": lesson, "quiz": QuizView.of(responses), "csrf_token": csrf_token}
    return render_to_string("quizzes/_quiz.html", values)


@register.simple_tag
def reviews_due(learner: Learner | None) -> int:
    """The number of cards, over all lessons, that are due for the learner now."""
    return due_counts(learner).total() if learner else 0
