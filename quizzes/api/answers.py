"""The one place where the API meets the form of an answer: what a program sends, and how it is stored."""

from typing import Annotated, Any

from django.db.models import Q
from pydantic import WithJsonSchema

from quizzes.kinds import kinds
from quizzes.kinds.answers import MAX_ANSWER_LENGTH
from quizzes.models import Question, Response

HOW = "\n".join(
    f"- `{kind.name}` ({kind.title.lower()}): {kind.how_to_answer}, such as `{kind.example_answer}`."
    for kind in kinds.values()
)
"""How each type of question is answered, as a list in Markdown."""

_FORMS = [
    {"type": "string", "minLength": 1, "maxLength": MAX_ANSWER_LENGTH},
    {"type": "number"},
    {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 50},
        "minItems": 1,
        "maxItems": 26,
    },
]
AnyAnswer = Annotated[Any, WithJsonSchema({"anyOf": _FORMS})]
"""What may be an answer. Whether it is one, the type of its question judges, each answer on its own."""

Answer = str | list[str]
"""An answer as it is stored: the key of a choice, the keys of several, or a text."""

RELATED = ("question__choices",)
"""What a response is shown with, for `prefetch_related`."""

GIVEN = Q(credit__isnull=False)
"""The responses that are final."""


def answer_of(response: Response) -> Answer:
    """The stored answer, in the form in which it was sent; a number as a text."""
    assert response.answer is not None
    return response.answer


def options_of(question: Question) -> dict[str, str]:
    """{key: text in Markdown} of what can be answered; nothing where the answer is typed."""
    if not question.type.shows_choices:
        return {}
    return {choice.key: choice.text for choice in question.choices.all()}
