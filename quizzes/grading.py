"""Grade answers of every type. Pure: no database, no clock. The web quiz and the API share it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import Answer, AnswerError


@dataclass(frozen=True, slots=True)
class Grade:
    """The result of one answer.

    `question` is the key of the question. `choice` (what was answered) and `right_choice` are answers: the
    key of a choice, a list of keys, or a text. `credit` is 0.0 to 1.0. `feedback` is about the answer, and
    `right_feedback` says why the right answer is right: both are Markdown. `proof` is a pointer such as
    'step 2'.
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
        """The grade without the right answer, unless the answer is correct and so contains it."""
        return self if self.correct else replace(self, right_choice="", right_feedback="", proof="")


class UnknownQuestionError(ValueError):
    """The answers name a question that the quiz does not have."""

    def __init__(self, question: str) -> None:
        super().__init__(f"this quiz has no question '{question}'")


class SheetError(ValueError):
    """An answer sheet cannot be graded.

    `wrong` is {question key: error} of every answer that is wrong, in the order of the sheet.
    """

    def __init__(self, wrong: Mapping[str, ValueError]) -> None:
        reasons = list(map(str, wrong.values()))
        many = f"{len(reasons)} answers cannot be graded. The first: "
        super().__init__(f"{many if len(reasons) > 1 else ''}{reasons[0]}")
        self.wrong = wrong


def grade(answer_key: AnswerKey, raw: object) -> Grade:
    """Grade one answer in the form in which it was sent.

    Raises `AnswerError`, and its subclass `UnknownChoiceError` for a choice that the question does not have.
    """
    kind = kinds[answer_key.kind]
    answer = kind.parse(answer_key, raw)
    mark = kind.mark(answer_key, answer)
    general = [answer_key.general_feedback]
    feedback = _together([*mark.feedback, *(general if mark.correct else [])])
    return Grade(
        question=answer_key.question,
        choice=answer,
        right_choice=kind.right(answer_key),
        correct=mark.correct,
        credit=mark.credit,
        feedback=feedback,
        right_feedback=feedback if mark.correct else _together([*mark.missed, *general]),
        proof=answer_key.proof,
    )


def _together(paragraphs: Sequence[str]) -> str:
    """The paragraphs, each once: several options may say the same."""
    return "\n\n".join(dict.fromkeys(filter(None, paragraphs)))


MAX_CACHED = 10_000
"""Answers whose grades a `SheetGrader` keeps at once."""


class SheetGrader[Made]:
    """Grades the answer sheets of one quiz, and makes something of each grade, such as its JSON.

    It keeps what it made for each answer, because sheets repeat them.
    """

    def __init__(self, answer_keys: Sequence[AnswerKey], make: Callable[[Grade], Made]) -> None:
        self._keys = {key.question: key for key in answer_keys}
        self._make = make
        self._cached: dict[tuple[str, object], Made | AnswerError] = {}

    def grades(self, answers: Mapping[str, object]) -> list[Made]:
        """Grade a sheet, {question key: answer}. Returns what is made of its grades in the quiz's order.

        Questions without an answer have no grade. A grade has the right answer only if its question reveals
        it at once. Raises `SheetError`, which names every wrong answer.
        """
        wrong: dict[str, ValueError] = {
            question: UnknownQuestionError(question) for question in answers if question not in self._keys
        }
        found = []
        for question, key in self._keys.items():
            if question in answers:
                grade_ = self._grade(key, answers[question])
                if isinstance(grade_, AnswerError):
                    wrong[question] = grade_
                else:
                    found.append(grade_)
        if wrong:
            raise SheetError({question: wrong[question] for question in answers if question in wrong})
        return found

    def _grade(self, key: AnswerKey, raw: object) -> Made | AnswerError:
        answer = (key.question, raw if type(raw) is str else (repr(raw),))
        found = self._cached.get(answer)
        if found is None:
            if len(self._cached) >= MAX_CACHED:
                self._cached.clear()
            graded = _graded(key, raw)
            found = self._cached[answer] = graded if isinstance(graded, AnswerError) else self._make(graded)
        return found


def grade_sheet(answer_keys: Sequence[AnswerKey], answers: Mapping[str, object]) -> list[Grade]:
    """Grade one answer sheet as `SheetGrader.grades` does."""
    return SheetGrader(answer_keys, lambda grade: grade).grades(answers)


def _graded(key: AnswerKey, raw: object) -> Grade | AnswerError:
    try:
        found = grade(key, raw)
    except AnswerError as error:
        return error
    return found if reveals_key(key.reveal) else found.without_key()


def reveals_key(reveal: str, is_finished: bool = False) -> bool:
    """Whether a learner may see the right answer to a question that is closed.

    `reveal` is a value of `Question.Reveal`, `is_finished` whether the whole quiz is finished.
    """
    return reveal == "closed" or (reveal == "finished" and is_finished)


def is_part(credit: float) -> bool:
    """Whether this is neither no credit nor all of it."""
    return 0 < credit < 1


def score_words(score: float, total: int, *, parts: bool) -> str:
    """'2 of 3 right', or '2.35 of 3 points' where `parts`: an answer has earned a part of its credit."""
    return f"{round(score, 2):g} of {total} {'points' if parts else 'right'}"
