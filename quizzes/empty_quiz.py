"""The quiz of a lesson before any answer: rendered once for each version, completed for each visitor."""

import re
from secrets import randbits, token_hex

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from lessons.models import Lesson
from lessons.rendering import cached_per_version
from quizzes.questions import questions_of
from quizzes.quiz_view import QuizView
from quizzes.responses import Responses

type Segments = tuple[list[str], list[str]]
"""The pieces of HTML, and the names of the gaps between them: one name less than there are pieces."""


def empty_quiz(lesson: Lesson, *, csrf_token: str, attempt_number: int) -> SafeString:
    """The quiz for a visitor who has answered nothing in attempt `attempt_number`."""
    texts, gaps = cached_per_version(lesson, "empty_quiz", lambda: _segments(lesson))
    values = {"csrf_token": csrf_token, "attempt_number": str(attempt_number)}
    filled = [conditional_escape(values[gap]) for gap in gaps]
    return SafeString("".join(text + value for text, value in zip(texts, [*filled, ""], strict=True)))


def _segments(lesson: Lesson) -> Segments:
    """The rendered quiz, cut where a visitor's own values stand.

    It is rendered with random values of 128 bits, which no text of an author contains.
    """
    responses, csrf_token = Responses(questions_of(lesson)), token_hex(16)
    responses.attempt_number = randbits(128)
    names = {csrf_token: "csrf_token", str(responses.attempt_number): "attempt_number"}
    context = {"lesson": lesson, "quiz": QuizView.of(responses), "csrf_token": csrf_token}
    html = render_to_string("quizzes/_quiz.html", context)
    pieces = re.split("(" + "|".join(names) + ")", html)
    return pieces[::2], [names[value] for value in pieces[1::2]]
