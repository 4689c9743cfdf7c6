"""A question after an answer, and the score: rendered once for all learners with the same outcome.

What is rendered is kept for the version of the lesson, and completed with the CSRF token of each visitor.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from secrets import token_hex

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from lessons.models import Lesson
from quizzes.attempt_models import Response
from quizzes.questions import questions_of
from quizzes.quiz_item import QuizItem
from quizzes.quiz_view import QuizView

MAX_CACHED = 2000
"""Outcomes that a process keeps: about 2 kB each."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the HTML depends on: two that are equal look the same. `render` makes it with a CSRF token."""

    lesson: int
    changed_at: datetime
    track: str
    facts: tuple[object, ...]
    render: Callable[[str], str] = field(compare=False)


def answered_html(request: HttpRequest, view: QuizView, item: QuizItem) -> str:
    """`quizzes/_answered.html` for a question of this quiz that shows what is stored."""
    lesson, context = item.question.lesson, {"lesson": item.question.lesson, "quiz": view, "item": item}
    parts = [
        _outcome(lesson, "quizzes/_question.html", _of_question(item), context),
        _outcome(lesson, "quizzes/_score.html", _of_score(view), context | {"oob": True}),
    ]
    make = _pieces if _can_be_kept(item) else _rendered
    return "".join(
        get_token(request).join(pieces) if len(pieces) > 1 else pieces[0] for pieces in map(make, parts)
    )


def _outcome(lesson: Lesson, template: str, facts: tuple[object, ...], context: dict[str, object]) -> Outcome:
    def render(token: str) -> str:
        return str(render_to_string(template, {**context, "csrf_token": token}))

    return Outcome(lesson.pk, lesson.changed_at, lesson.track.slug, (template, *facts), render)


def _of_question(item: QuizItem) -> tuple[object, ...]:
    response: Response | None = item.response
    stored = tuple(repr(getattr(response, name, None)) for name in _SHOWN)
    order = item.seed if item.question.is_shuffled else 0
    return (item.question.key, item.try_token, item.is_finished, order, *stored)


_SHOWN = ("answer", "confidence", "tries", "best", "credit", "hints_used")


def _of_score(view: QuizView) -> tuple[object, ...]:
    return (view.answered, view.outcome, view.total, view.is_outdated, view.reveals_at_end)


def _can_be_kept(item: QuizItem) -> bool:
    """Whether the lesson asks the question now, and the answer is no text of a learner's own."""
    is_asked = any(each is item.question for each in questions_of(item.question.lesson))
    return is_asked and item.question.type.shows_choices


def _rendered(outcome: Outcome) -> tuple[str, ...]:
    """The HTML, cut where the token stands."""
    token = token_hex(32)
    return tuple(outcome.render(token).split(token))


_pieces = lru_cache(maxsize=MAX_CACHED)(_rendered)
