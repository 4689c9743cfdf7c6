"""The one place where the API meets the form of an answer: what a program sends, and how it is stored."""

from typing import Annotated

from django.db.models import Q
from pydantic import Field, StringConstraints

from quizzes.kinds.base import LONGEST
from quizzes.models import Question, Response

Answer = (
    Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
    | Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=50)]],
        Field(min_length=1, max_length=26),
    ]
)
"""The key of a choice, the keys of several (for an ordering: in order), or a text, by the question's type."""

RELATED = ("question__choices",)
"""What a response is shown with, for `prefetch_related`."""

GIVEN = Q(credit__isnull=False)
"""The responses that are final."""


def answer_of(response: Response) -> str | list[str]:
    """The stored answer, in the form in which it was sent."""
    assert response.answer is not None
    return response.answer


def options_of(question: Question) -> dict[str, str]:
    """{key: text in Markdown} of what can be answered; nothing where the answer is typed."""
    if not question.type.shows_choices:
        return {}
    return {choice.key: choice.text for choice in question.choices.all()}
