"""Grade answers of every type. Pure: no database, no clock; the web quiz and the API share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quizzes.kinds import kinds
from quizzes.kinds.base import Answer as Answer
from quizzes.kinds.base import AnswerError as AnswerError
from quizzes.kinds.base import GradedChoice as GradedChoice
from quizzes.kinds.base import GradedQuestion as GradedQuestion
from quizzes.kinds.base import UnknownChoiceError as UnknownChoiceError


@dataclass(frozen=True, slots=True)
class Grade:
    """What one answer earned: `credit` is 0.0 to 1.0; feedback for what was answered and for what is right.

    `choice` and `right_choice` are answers: the key of a choice, keys, or a text.
    """

    question: str
    choice: Answer
    right_choice: Answer
    correct: bool
    credit: float
    feedback: str
    right_feedback: str
    proof: str

    def without_key(self) -> "Grade":
        """What may be told while the right answer may not. Who has it right knows it."""
        return self if self.correct else replace(self, right_choice="", right_feedback="", proof="")


class UnknownQuestionError(ValueError):
    """The answers name a question that the quiz does not have."""

    def __init__(self, question: str) -> None:
        super().__init__(f"this quiz has no question '{question}'")


class SheetError(ValueError):
    """Answers that are none: `wrong` says of each question's key what is wrong, in the order of the sheet."""

    def __init__(self, wrong: Mapping[str, ValueError]) -> None:
        reasons = list(map(str, wrong.values()))
        many = f"{len(reasons)} answers cannot be graded. The first: "
        super().__init__(f"{many if len(reasons) > 1 else ''}{reasons[0]}")
        self.wrong = wrong


def grade(question: GradedQuestion, raw: object) -> Grade:
    """Grade one answer, as it came. Raises `AnswerError`; of an unknown choice, `UnknownChoiceError`."""
    kind = kinds[question.kind]
    answer = kind.parse(question, raw)
    mark = kind.mark(question, answer)
    feedback = "\n\n".join(mark.told)
    return Grade(
        question=question.key,
        choice=answer,
        right_choice=kind.right(question),
        correct=mark.correct,
        credit=mark.credit,
        feedback=feedback,
        right_feedback=feedback if mark.correct else "\n\n".join(mark.missed),
        proof=question.proof,
    )


def grade_sheet(questions: Sequence[GradedQuestion], answers: Mapping[str, object]) -> list[Grade]:
    """Grade answers, {question key: answer}, in the quiz's order; questions left out are not in the list.

    The key is told only of questions that tell it at once. Raises `SheetError` with every wrong answer.
    """
    by_key = {question.key: question for question in questions}
    wrong: dict[str, ValueError] = {key: UnknownQuestionError(key) for key in answers if key not in by_key}
    grades = []
    for key, question in by_key.items():
        if key in answers:
            try:
                found = grade(question, answers[key])
            except AnswerError as error:
                wrong[key] = error
            else:
                grades.append(found if tells_key(question.reveal) else found.without_key())
    if wrong:
        raise SheetError({key: wrong[key] for key in answers if key in wrong})
    return grades


def tells_key(reveal: str, is_finished: bool = False) -> bool:
    """Whether the right answer to an answered question may be told, in a quiz that is finished or not."""
    return reveal == "closed" or (reveal == "finished" and is_finished)


def score_words(score: float, total: int) -> str:
    """'2 of 3 right', or '2.35 of 3 points' where a part of the credit was earned."""
    rounded = round(score, 2)
    return f"{rounded:g} of {total} {'right' if rounded == int(rounded) else 'points'}"
