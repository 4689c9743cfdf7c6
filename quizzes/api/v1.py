"""Version 1 of the API: /api/v1/. Every answer is graded by the function that grades the web quiz."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path
from ninja.security import HttpBearer
from pydantic import StringConstraints

from lessons.models import Lesson, Track
from lessons.pointers import parse_pointer
from quizzes.api.problems import Problem, ProblemAPI, ProblemError, answer_problems
from quizzes.api.schema import (
    ChoiceOut,
    GradedSheetOut,
    GradeOut,
    LessonDetailOut,
    LessonOut,
    QuestionOut,
    QuizOut,
    SheetIn,
    StepOut,
    TrackOut,
)
from quizzes.api_keys import find_key
from quizzes.grading import AnswerError, UnknownQuestionError, grade_sheet
from quizzes.models import ApiKey
from quizzes.sheet import graded, questions_of

Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$", max_length=50)]


class BearerKey(HttpBearer):
    """An API key as a bearer token (RFC 6750)."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        return find_key(token)


api = ProblemAPI(
    title="Handshake grading API",
    version="1.0.0",
    description="Read lessons and quizzes, and grade answers. Errors are problem details (RFC 9457).",
    urls_namespace="api-v1",
    docs_url="/docs",
    auth=BearerKey(),
)
answer_problems(api)

READ: dict[int, Any] = {401: Problem, 404: Problem, 422: Problem}
WRITE: dict[int, Any] = {400: Problem, 413: Problem, **READ}


@api.get("/tracks", response={200: list[TrackOut], 401: Problem}, summary="Tracks")
def tracks(request: HttpRequest) -> list[TrackOut]:
    """All tracks with a published lesson."""
    found = Track.objects.filter(lessons__status=Lesson.Status.PUBLISHED).distinct()
    return [TrackOut(slug=track.slug, title=track.title, summary=track.summary) for track in found]


@api.get("/lessons", response={200: list[LessonOut], 401: Problem}, summary="Lessons")
def lessons(request: HttpRequest) -> list[LessonOut]:
    """All published lessons, track by track."""
    return [LessonOut(**_lesson(request, lesson)) for lesson in _published()]


@api.get("/lessons/{track}/{lesson}", response={200: LessonDetailOut, **READ}, summary="A lesson")
def lesson(request: HttpRequest, track: Path[Slug], lesson: Path[Slug]) -> LessonDetailOut:
    """A published lesson with its execution table and snapshot."""
    found = _find(track, lesson)
    steps = [StepOut.model_validate(step, from_attributes=True) for step in found.steps.all()]
    return LessonDetailOut(**_lesson(request, found), steps=steps, snapshot=found.snapshot)


@api.get("/quizzes/{track}/{lesson}", response={200: QuizOut, **READ}, summary="A quiz, without its key")
def quiz(request: HttpRequest, track: Path[Slug], lesson: Path[Slug]) -> QuizOut:
    """The questions of a published lesson. What is right is not in them."""
    found = _find(track, lesson)
    questions = [
        QuestionOut(
            key=question.key,
            number=question.number,
            text=question.text,
            kind=question.kind,
            choices=[
                ChoiceOut(key=choice.key, text=choice.text)
                for choice in question.choices.all()
                if question.type.shows_choices
            ],
            hints=len(question.hints.all()),
        )
        for question in questions_of(found)
    ]
    return QuizOut(track=track, lesson=lesson, questions=questions)


@api.post("/quizzes/{track}/{lesson}/grade", response={200: GradedSheetOut, **WRITE}, summary="Grade answers")
def grade(request: HttpRequest, track: Path[Slug], lesson: Path[Slug], sheet: SheetIn) -> GradedSheetOut:
    """Grade a sheet of answers. Nothing is stored."""
    found = _find(track, lesson)
    questions = [graded(question) for question in questions_of(found)]
    try:
        grades = grade_sheet(questions, sheet.answers)
    except (UnknownQuestionError, AnswerError) as error:
        raise ProblemError(422, str(error)) from error
    page = request.build_absolute_uri(found.get_absolute_url())
    return GradedSheetOut(
        track=track,
        lesson=lesson,
        score=sum(each.credit for each in grades),
        total=len(questions),
        grades=[
            GradeOut.model_validate(
                {name: getattr(each, name) for name in each.__slots__}
                | {"proof_url": f"{page}#{_anchor(each.proof)}"}
            )
            for each in grades
        ],
    )


def _published() -> Any:
    return Lesson.objects.published().select_related("track").order_by("track__number", "number")


def _find(track: str, lesson: str) -> Lesson:
    found: Lesson | None = _published().filter(track__slug=track, slug=lesson).first()
    if found is None:
        raise Http404(f"There is no published lesson '{track}/{lesson}'.")
    return found


def _lesson(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    return {
        "track": lesson.track.slug,
        "slug": lesson.slug,
        "number": lesson.number,
        "title": lesson.title,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "url": request.build_absolute_uri(lesson.get_absolute_url()),
    }


def _anchor(proof: str) -> str:
    pointer = parse_pointer(proof)
    return pointer.anchor if pointer else ""
