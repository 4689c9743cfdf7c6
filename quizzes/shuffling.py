"""Choices in an order of the learner's own, the same for the whole attempt.

The order comes from the attempt's `seed`. Forms name a shuffled choice by a token in place of its letter, so
that the page does not tell in which order the author wrote them. Stored answers have the letters.
"""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lessons.identity import visitor_id
from quizzes.kinds.answers import Answer
from quizzes.question_models import Choice, Question

ORDERS = 24
"""Seeds, from 0: so many orders of a question there are at most. Pages are rendered once for each."""


def seed_of(request: HttpRequest) -> int:
    """The seed of an attempt that this browser has yet to begin."""
    return visitor_id(request).int % ORDERS


def shown_choices(question: Question, seed: int) -> list[Choice]:
    """The choices in the order in which learners see them."""
    choices = list(question.choices.all())
    if not question.is_shuffled:
        return choices
    return sorted(choices, key=lambda choice: _digest(question, f"{seed} {choice.key}"))


def shown_key(question: Question, key: str) -> str:
    """The name of a choice in the form: its letter, or a token."""
    return f"t{_digest(question, key)[:10]}" if question.is_shuffled else key


def shown_answer(question: Question, answer: Answer | None) -> Answer | None:
    """A stored answer as the form holds it."""
    if not question.is_shuffled or answer is None:
        return answer
    return (
        [shown_key(question, key) for key in answer]
        if isinstance(answer, list)
        else shown_key(question, answer)
    )


def posted_answer(question: Question, posted: object) -> object:
    """What a form has sent, with the letters of the choices. What is no token stays as it is."""
    if not question.is_shuffled:
        return posted
    keys = {shown_key(question, choice.key): choice.key for choice in question.choices.all()}
    if isinstance(posted, list):
        return [keys.get(each, each) for each in posted]
    return keys.get(posted, posted) if isinstance(posted, str) else posted


def _digest(question: Question, text: str) -> str:
    return salted_hmac(f"quizzes.shuffling {question.pk}", text, algorithm="sha256").hexdigest()
