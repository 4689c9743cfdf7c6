"""Answers in the API: their JSON schema, and how they are stored and shown."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from quizzes.attempt_models import Response
from quizzes.kinds import kinds
from quizzes.kinds.answers import MAX_ANSWER_LENGTH, Answer
from quizzes.question_models import Question

HOW = "\n".join(
    f"- `{kind.name}` ({kind.title.lower()}): {kind.how_to_answer}, such as `{kind.example_answer}`."
    for kind in kinds.values()
)
"""How a program answers each type of question: a list in Markdown."""

_SCHEMAS = [
    {"type": "string", "minLength": 1, "maxLength": MAX_ANSWER_LENGTH},
    {"type": "number"},
    {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 50},
        "minItems": 1,
        "maxItems": 26,
    },
]
AnyAnswer = Annotated[Any, WithJsonSchema({"anyOf": _SCHEMAS})]
"""Any JSON value with the schema of answers. The type of the question checks it, so that each answer has
its own error."""


def answer_of(response: Response) -> Answer:
    """The stored answer as it was sent, except that a number is a text."""
    assert response.answer is not None
    return response.answer


def options_of(question: Question) -> dict[str, str]:
    """{key: Markdown} of the choices that learners see. Empty where the answer is typed."""
    if not question.type.shows_choices:
        return {}
    return {choice.key: choice.text for choice in question.choices.all()}
