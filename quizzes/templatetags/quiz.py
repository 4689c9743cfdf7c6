"""{% quiz lesson %}: the questions of a lesson on its page; {% reviews_due %}: what to review now.

`lesson|waiting_for_regrading`: ' (2)', the answers that an earlier key has graded, for a link at the desk.
"""

from uuid import UUID

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.identity import find_learner
from lessons.learner_parts import learner_part
from lessons.models import Lesson
from lessons.prepared import Prepared
from quizzes.attempt_models import Attempt
from quizzes.empty_quiz import empty_quiz, is_shuffled
from quizzes.quiz_view import QuizView
from quizzes.recall.progress import due_counts
from quizzes.regrading.waiting import MOST, waiting_answers
from quizzes.responses import latest_responses
from quizzes.shuffling import seed_of

register = template.Library()

_attempts = Prepared(
    lambda learner, lesson: Attempt.objects.filter(learner=learner, lesson=lesson).values_list("pk")[:1],
    UUID,
    int,
)


@register.simple_tag(takes_context=True)
def quiz(context: RequestContext, lesson: Lesson) -> SafeString:
    """The learner's quiz: an answered question with its verdict, the other questions as forms."""

    def make(request: HttpRequest) -> str | None:
        learner, token = find_learner(request), get_token(request)
        if learner is None or not _attempts.rows(learner.pk, lesson.pk):
            if not is_for_each:
                return None
            return empty_quiz(lesson, csrf_token=token, attempt_number=1, seed=seed_of(request))
        responses = latest_responses(lesson, learner)
        if not responses:
            number, seed = responses.attempt_number, responses.seed
            return empty_quiz(lesson, csrf_token=token, attempt_number=number, seed=seed)
        values = {"lesson": lesson, "quiz": QuizView.of(responses), "csrf_token": token}
        return render_to_string("quizzes/_quiz.html", values)

    is_for_each = is_shuffled(lesson)
    for_others = empty_quiz(lesson, csrf_token=str(context["csrf_token"]), attempt_number=1)
    return learner_part(context.get("request"), make, for_others, is_for_each=is_for_each)


@register.simple_block_tag(takes_context=True)
def reviews_due(context: RequestContext, content: str) -> SafeString:
    """A link to the cards, over all lessons, that are due for the learner now; else what the tag holds."""

    def make(request: HttpRequest) -> str | None:
        learner = find_learner(request)
        due = due_counts(learner).total() if learner else 0
        return render_to_string("quizzes/recall/_due.html", {"due": due}) if due else None

    return learner_part(context.get("request"), make, content)


@register.filter
def waiting_for_regrading(lesson: Lesson) -> str:
    """' (2)', or nothing where no answer waits."""
    count = waiting_answers(lesson)
    return f" ({count}{'+' if count == MOST else ''})" if count else ""
