"""Grade the answer sheets of one quiz, in the shape and in the JSON that the API sends."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from lessons.models import Lesson
from lessons.pointers import parse_pointer
from quizzes.api.answers import answer_of
from quizzes.api.problems import Fault, ProblemError
from quizzes.api.schema import GradeOut, MarksOut
from quizzes.attempt_models import Attempt, Response
from quizzes.grading import Grade, SheetError, SheetGrader, reveals_key
from quizzes.grading import grade as grade_answer
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import AnswerError
from quizzes.stored_answer_key import answer_keys, answer_keys_in

_MARKERS = "markers"


@dataclass(frozen=True, slots=True)
class Marked:
    """The grade of an answer, its shape, and its JSON."""

    grade: Grade
    shown: GradeOut
    json: str


def cached_marker(request: HttpRequest, lesson: Lesson) -> "Marker":
    """The marker of a `published_lesson`, cached with it. It knows the grades of earlier answers."""
    cached: dict[tuple[str | None, str], Marker] = lesson.__dict__.setdefault(_MARKERS, {})
    address = (request.scheme, request.get_host())
    found = cached.get(address)
    if found is None:
        cached.clear()  # one at a time: a site has one address
        found = cached[address] = Marker(request, lesson)
    return found


class Marker:
    """Grades the answer sheets of one quiz.

    With an `attempt` it grades by the version of the quiz with which that began.
    """

    def __init__(self, request: HttpRequest, lesson: Lesson, attempt: Attempt | None = None) -> None:
        self._lesson, self._attempt = lesson, attempt
        self._page = request.build_absolute_uri(lesson.get_absolute_url())

    @cached_property
    def answer_keys(self) -> Sequence[AnswerKey]:
        return answer_keys_in(self._attempt) if self._attempt else answer_keys(self._lesson)

    @cached_property
    def _by_question(self) -> dict[str, AnswerKey]:
        return {each.question: each for each in self.answer_keys}

    @cached_property
    def _grader(self) -> SheetGrader[Marked]:
        return SheetGrader(self.answer_keys, self._marked)

    def asks(self, questions: Mapping[str, object]) -> bool:
        """Whether every one of these questions is in the quiz."""
        return questions.keys() <= self._by_question.keys()

    def marked(self, answers: Mapping[str, object]) -> list[Marked]:
        """The grades of a sheet. Raises `ProblemError`, which names every field that is wrong."""
        try:
            return self._grader.grades(answers)
        except SheetError as error:
            faults = [Fault(field=f"answers.{key}", reason=str(each)) for key, each in error.wrong.items()]
            raise ProblemError("wrong-answers", str(error), faults) from error

    def marks(self, marked: Sequence[Marked]) -> MarksOut:
        """The score and the grades of a sheet, in the shape that the API sends."""
        grades = [each.shown for each in marked]
        return MarksOut(score=_score(marked), total=len(self.answer_keys), grades=grades)

    def members(self, marked: Sequence[Marked]) -> str:
        """The members of the JSON of `MarksOut`, written from that of each grade."""
        grades = ", ".join([each.json for each in marked])
        return f'"score": {_score(marked)!r}, "total": {len(self.answer_keys)}, "grades": [{grades}]'

    def place_of(self, response: Response) -> int:
        """The position of a stored response's question in the quiz, from 0."""
        keys = [each.question for each in self.answer_keys]
        return keys.index(response.question.key) if response.question.key in keys else len(keys)

    def grade_of(self, response: Response, *, is_finished: bool) -> GradeOut | None:
        """The grade of a stored response, with the right answer if its question reveals it by now.

        None where the question has changed so that the answer is no longer valid.
        """
        key = self._by_question.get(response.question.key)
        if key is None:
            return None
        try:
            found = grade_answer(key, answer_of(response))
        except AnswerError:
            return None
        return self._shown(found if reveals_key(key.reveal, is_finished) else found.without_key())

    def _marked(self, grade: Grade) -> Marked:
        shown = self._shown(grade)
        return Marked(grade, shown, json.dumps(shown.model_dump()))

    def _shown(self, grade: Grade) -> GradeOut:
        pointer = parse_pointer(grade.proof)
        return GradeOut.model_validate(
            {name: getattr(grade, name) for name in grade.__slots__}
            | {"proof_url": f"{self._page}#{pointer.anchor}" if pointer else ""}
        )


def _score(marked: Sequence[Marked]) -> float:
    return float(sum([each.grade.credit for each in marked]))
