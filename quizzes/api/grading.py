"""Grade without storing: one answer sheet, or up to 1,000. The web quiz grades with the same functions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import TypeAdapter, ValidationError

from quizzes.api.access import WRITE, may_grade
from quizzes.api.marker import Marked, Marker, cached_marker
from quizzes.api.problems import WRONG_FORM, Fault, ProblemError, field_name
from quizzes.api.reading import find_lesson
from quizzes.api.schema import (
    MAX_ANSWERS,
    Answers,
    BatchedSheetIn,
    BatchIn,
    BatchOut,
    GradedSheetOut,
    PathSlug,
    SheetIn,
)
from quizzes.api.words import words
from quizzes.grading import Grade

router = Router(auth=may_grade, tags=["grade"])
_answers: TypeAdapter[dict[str, object]] = TypeAdapter(Answers)


@router.post(
    "/quizzes/{track}/{lesson}/grade", response={200: GradedSheetOut, **WRITE}, summary="Grade answers"
)
def grade(request: HttpRequest, track: PathSlug, lesson: PathSlug, sheet: SheetIn) -> HttpResponse:
    """Grade a sheet of answers. Nothing is stored."""
    marker = cached_marker(request, find_lesson(track, lesson))
    members = marker.members(marker.marked(sheet.answers))
    return _json(f'{{{members}, "track": "{track}", "lesson": "{lesson}"}}')


@router.post(
    "/quizzes/{track}/{lesson}/grade-batch", response={200: BatchOut, **WRITE}, summary="Grade many sheets"
)
def grade_batch(request: HttpRequest, track: PathSlug, lesson: PathSlug, batch: BatchIn) -> HttpResponse:
    """Grade up to 1,000 sheets, each graded on its own. Nothing is stored. The body may have 8 MiB."""
    marker = cached_marker(request, find_lesson(track, lesson))
    seen: set[str] = set()
    graded = [grade_in_batch(marker, sheet.id, sheet.answers, seen) for sheet in batch.sheets]
    refused = sum([each.problem is not None for each in graded])
    counts = f'"graded": {len(graded) - refused}, "refused": {refused}'
    sheets = ", ".join(map(_sheet_json, batch.sheets, graded, repeat(marker)))
    return _json(f'{{"track": "{track}", "lesson": "{lesson}", {counts}, "sheets": [{sheets}]}}')


@dataclass(frozen=True, slots=True)
class GradedSheet:
    """What is said of one sheet of a batch: its grades, or what is wrong with it."""

    marked: Sequence[Marked] = ()
    problem: ProblemError | None = None

    @property
    def grades(self) -> list[Grade]:
        return [each.grade for each in self.marked]


def grade_in_batch(
    marker: Marker, name: str, answers: Mapping[str, object], seen: set[str], *, called: str = "id"
) -> GradedSheet:
    """Grade one sheet of a batch. `seen` are the names of earlier sheets; this one's is added.

    `called` is the field with the name.
    """
    try:
        if name in seen:
            raise ProblemError(
                "sheet-twice", f"An earlier sheet of this batch has the {called} '{name}', too."
            )
        seen.add(name)
        if not (0 < len(answers) <= MAX_ANSWERS and marker.asks(answers)):
            _answers.validate_python(answers)
        return GradedSheet(marker.marked(answers))
    except ValidationError as error:
        faults = [
            Fault(field=field_name(("answers", *each["loc"])), reason=words(each)) for each in error.errors()
        ]
        return GradedSheet(problem=ProblemError("invalid-request", WRONG_FORM, faults))
    except ProblemError as error:
        return GradedSheet(problem=error)


def _sheet_json(sheet: BatchedSheetIn, graded: GradedSheet, marker: Marker) -> str:
    """The JSON of `BatchedSheetOut`."""
    name = json.dumps(sheet.id)
    if graded.problem:
        return (
            f'{{"id": {name}, "grade": null, "problem": {json.dumps(graded.problem.problem.model_dump())}}}'
        )
    return f'{{"id": {name}, "grade": {{{marker.members(graded.marked)}}}, "problem": null}}'


def _json(text: str) -> HttpResponse:
    """A response that is written as JSON already: each grade was, when its answer came first."""
    return HttpResponse(text, content_type="application/json; charset=utf-8")
