"""Grade without storing: one answer sheet, or up to 1,000. The web quiz grades with the same functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from ninja import Router
from pydantic import TypeAdapter, ValidationError

from lessons.models import Lesson
from lessons.pointers import parse_pointer
from quizzes.answer_key import answer_keys, answer_keys_in
from quizzes.api.access import WRITE, may_grade
from quizzes.api.answers import answer_of
from quizzes.api.problems import WRONG_FORM, Fault, ProblemError, field_name
from quizzes.api.reading import find_lesson
from quizzes.api.schema import (
    Answers,
    BatchedSheetIn,
    BatchedSheetOut,
    BatchIn,
    BatchOut,
    GradedSheetOut,
    GradeOut,
    MarksOut,
    PathSlug,
    SheetIn,
)
from quizzes.api.words import words
from quizzes.attempt_models import Attempt, Response
from quizzes.grading import Grade, SheetError, SheetGrader, reveals_key
from quizzes.grading import grade as grade_answer
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import AnswerError

router = Router(auth=may_grade, tags=["grade"])
_answers: TypeAdapter[dict[str, object]] = TypeAdapter(Answers)


@router.post(
    "/quizzes/{track}/{lesson}/grade", response={200: GradedSheetOut, **WRITE}, summary="Grade answers"
)
def grade(request: HttpRequest, track: PathSlug, lesson: PathSlug, sheet: SheetIn) -> GradedSheetOut:
    """Grade a sheet of answers. Nothing is stored."""
    found = find_lesson(track, lesson)
    marks = Marker(request, found).marks(sheet.answers)
    return GradedSheetOut(track=track, lesson=lesson, **dict(marks))


@router.post(
    "/quizzes/{track}/{lesson}/grade-batch", response={200: BatchOut, **WRITE}, summary="Grade many sheets"
)
def grade_batch(request: HttpRequest, track: PathSlug, lesson: PathSlug, batch: BatchIn) -> BatchOut:
    """Grade up to 1,000 sheets, each judged on its own. Nothing is stored. The body may have 8 MiB."""
    marker = Marker(request, find_lesson(track, lesson))
    seen: set[str] = set()
    sheets = [_shown(sheet, judge(marker, sheet.id, sheet.answers, seen)) for sheet in batch.sheets]
    refused = sum(sheet.problem is not None for sheet in sheets)
    return BatchOut(track=track, lesson=lesson, graded=len(sheets) - refused, refused=refused, sheets=sheets)


class Marker:
    """Grades the answer sheets of one quiz, and gives grades the shape that the API sends.

    With an `attempt` it grades by the version of the quiz with which that began.
    """

    def __init__(self, request: HttpRequest, lesson: Lesson, attempt: Attempt | None = None) -> None:
        self._lesson, self._attempt = lesson, attempt
        self._page = request.build_absolute_uri(lesson.get_absolute_url())
        self._shown: dict[tuple[str, str], GradeOut] = {}

    @cached_property
    def answer_keys(self) -> Sequence[AnswerKey]:
        return answer_keys_in(self._attempt) if self._attempt else answer_keys(self._lesson)

    @cached_property
    def _by_question(self) -> dict[str, AnswerKey]:
        return {each.question: each for each in self.answer_keys}

    @cached_property
    def _grader(self) -> SheetGrader:
        return SheetGrader(self.answer_keys)

    def grades(self, answers: Mapping[str, object]) -> list[Grade]:
        """The grades of a sheet. Raises `ProblemError`, which names every field that is wrong."""
        try:
            return self._grader.grades(answers)
        except SheetError as error:
            faults = [Fault(field=f"answers.{key}", reason=str(each)) for key, each in error.wrong.items()]
            raise ProblemError("wrong-answers", str(error), faults) from error

    def marks(self, answers: Mapping[str, object]) -> MarksOut:
        """The score and grades of a sheet. Raises `ProblemError`."""
        return self.marks_of(self.grades(answers))

    def marks_of(self, grades: Sequence[Grade]) -> MarksOut:
        """The score of `grades`, in the shape that the API sends."""
        return MarksOut(
            score=sum(each.credit for each in grades),
            total=len(self.answer_keys),
            grades=[self.shown(each) for each in grades],
        )

    def place_of(self, response: Response) -> int:
        """Where the question of a stored response stands in the quiz, from 0."""
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
        return self._grade_out(found if reveals_key(key.reveal, is_finished) else found.without_key())

    def shown(self, grade: Grade) -> GradeOut:
        """The shape that the API sends. Cached for each answer, because batches repeat answers."""
        answer = (grade.question, repr(grade.choice))
        if answer not in self._shown:
            self._shown[answer] = self._grade_out(grade)
        return self._shown[answer]

    def _grade_out(self, grade: Grade) -> GradeOut:
        pointer = parse_pointer(grade.proof)
        return GradeOut.model_validate(
            {name: getattr(grade, name) for name in grade.__slots__}
            | {"proof_url": f"{self._page}#{pointer.anchor}" if pointer else ""}
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one sheet of a batch: its grades and `marks`, or what is wrong with it."""

    grades: Sequence[Grade] = ()
    marks: MarksOut | None = None
    problem: ProblemError | None = None


def judge(marker: Marker, name: str, answers: Mapping[str, object], seen: set[str]) -> Judged:
    """Grade one sheet of a batch. `seen` are the names of earlier sheets; this one's is added."""
    try:
        if name in seen:
            raise ProblemError("sheet-twice", f"An earlier sheet of this batch has the id '{name}', too.")
        seen.add(name)
        grades = marker.grades(_answers.validate_python(answers))
    except ValidationError as error:
        faults = [
            Fault(field=field_name(("answers", *each["loc"])), reason=words(each)) for each in error.errors()
        ]
        return Judged(problem=ProblemError("invalid-request", WRONG_FORM, faults))
    except ProblemError as error:
        return Judged(problem=error)
    return Judged(grades, marker.marks_of(grades))


def _shown(sheet: BatchedSheetIn, judged: Judged) -> BatchedSheetOut:
    problem = judged.problem.problem if judged.problem else None
    return BatchedSheetOut(id=sheet.id, grade=judged.marks, problem=problem)
