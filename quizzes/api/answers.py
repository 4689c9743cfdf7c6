"""The one place where the API meets the form of an answer: what a program sends, and how it is stored."""

from typing import Annotated

from django.db.models import Q
from pydantic import StringConstraints

from quizzes.models import Question, Response

Answer = Annotated[str, StringConstraints(min_length=1, max_length=50)]
"""The key of the choice taken."""

RELATED = ("question__choices", "choice")
"""What `answer_of` needs of a response, for `prefetch_related`."""

GIVEN = ~Q(choice=None)
"""The responses that hold an answer."""


def answer_of(response: Response) -> Answer:
    """The stored answer, in the form in which it was sent."""
    assert response.choice
    return response.choice.key


def put_answer(response: Response, question: Question, answer: Answer) -> None:
    """Set the answer, which has been graded and so is known to be one of the question."""
    response.choice = next(choice for choice in question.choices.all() if choice.key == answer)


def in_xapi(answer: Answer) -> str:
    """The answer as an xAPI statement writes a learner's response (1.0.3, Data, appendix C)."""
    return answer


def options_of(question: Question) -> dict[str, str]:
    """{key: text in Markdown} of what can be answered."""
    return {choice.key: choice.text for choice in question.choices.all()}
