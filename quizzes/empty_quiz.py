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


def empty_quiz(lesson: Lesson, *, csrf_token: str, attempt_number: int, seed: int = 0) -> SafeString:
    """The quiz for a visitor who has answered nothing in attempt `attempt_number`, which has the `seed`."""
    order = seed if is_shuffled(lesson) else 0
    texts, gaps = cached_per_version(lesson, f"empty_quiz_{order}", lambda: _segments(lesson, order))
    values = {"csrf_token": csrf_token, "attempt_number": str(attempt_number)}
    filled = [conditional_escape(values[gap]) for gap in gaps]
    return SafeString("".join(text + value for text, value in zip(texts, [*filled, ""], strict=True)))


def is_shuffled(lesson: Lesson) -> bool:
    """Whether learners see choices of its quiz in different orders."""

    def find() -> bool:
        return any(question.is_shuffled for question in questions_of(lesson))

    return cached_per_version(lesson, "is_shuffled", find)


def _segments(lesson: Lesson, seed: int) -> Segments:
    """The rendered quiz, cut where a visitor's own values stand.

    It is rendered with random values of 128 bits, which no text of an author contains.
    """
    responses, csrf_token = Responses(questions_of(lesson)), token_hex(16)
    responses.attempt_number, responses.seed = randbits(128), seed
    names = {csrf_token: "csrf_token", str(responses.attempt_number): "attempt_number"}
    context = {"lesson": lesson, "quiz": QuizView.of(responses), "csrf_token": csrf_token}
    html = render_to_string("quizzes/_quiz.html", context)
    pieces = re.split("(" + "|".join(names) + ")", html)
    return pieces[::2], [names[value] for value in pieces[1::2]]
