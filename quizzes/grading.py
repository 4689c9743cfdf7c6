"""Grade answers. Pure: no database, no clock; the web quiz and the API share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GradedChoice:
    """A choice as grading needs it: `key` names it within its question, `feedback` is Markdown."""

    key: str
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question as grading needs it, and the pointer to its proof, such as 'step 2'."""

    key: str
    choices: Sequence[GradedChoice]
    proof: str

    @property
    def right(self) -> GradedChoice:
        return next(choice for choice in self.choices if choice.is_right)


@dataclass(frozen=True, slots=True)
class Grade:
    """What one answer earned: `credit` is 0.0 to 1.0; feedback for the choice taken and for the right one."""

    question: str
    choice: str
    right_choice: str
    correct: bool
    credit: float
    feedback: str
    right_feedback: str
    proof: str


class UnknownChoiceError(ValueError):
    """The answer names a choice that the question does not have."""

    def __init__(self, question: str, choice: str, known: Sequence[str]) -> None:
        super().__init__(f"question '{question}' has no choice '{choice}'; it has {', '.join(known)}")


class UnknownQuestionError(ValueError):
    """The answers name a question that the quiz does not have."""

    def __init__(self, question: str) -> None:
        super().__init__(f"this quiz has no question '{question}'")


def grade(question: GradedQuestion, choice_key: str) -> Grade:
    """Grade one answer. Raises `UnknownChoiceError`."""
    taken = next((choice for choice in question.choices if choice.key == choice_key), None)
    if taken is None:
        raise UnknownChoiceError(question.key, choice_key, [choice.key for choice in question.choices])
    return Grade(
        question=question.key,
        choice=taken.key,
        right_choice=question.right.key,
        correct=taken.is_right,
        credit=1.0 if taken.is_right else 0.0,
        feedback=taken.feedback,
        right_feedback=question.right.feedback,
        proof=question.proof,
    )


def grade_sheet(questions: Sequence[GradedQuestion], answers: Mapping[str, str]) -> list[Grade]:
    """Grade answers, {question key: choice key}, in the quiz's order; questions left out are not in the list.

    Raises `UnknownQuestionError` and `UnknownChoiceError`.
    """
    by_key = {question.key: question for question in questions}
    for key in answers:
        if key not in by_key:
            raise UnknownQuestionError(key)
    return [grade(question, answers[key]) for key, question in by_key.items() if key in answers]
