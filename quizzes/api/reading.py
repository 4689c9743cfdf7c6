"""Read tracks, lessons and quizzes: only published ones, and never an answer key."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from lessons.labs import known_labs
from lessons.models import Lesson
from lessons.published_lesson import published_lesson
from quizzes.api.access import READ, may_read
from quizzes.api.answers import options_of
from quizzes.api.lesson_schema import (
    FlowOut,
    FlowStepOut,
    KeyMomentOut,
    LessonDetailOut,
    LessonOut,
    MomentOut,
    SampleOut,
    StepOut,
    TrackerOut,
    TrackOut,
    TranscriptPartOut,
    ValueOut,
    VariableOut,
)
from quizzes.api.listed import lessons_json, tracks_json
from quizzes.api.schema import ChoiceOut, PathSlug, QuestionOut, QuizOut
from quizzes.questions import questions_of

router = Router(auth=may_read, tags=["read"])


@router.get("/tracks", response={200: list[TrackOut], **READ}, summary="Tracks")
def tracks(request: HttpRequest) -> HttpResponse:
    """All tracks with a published lesson."""
    return _json(tracks_json())


@router.get("/lessons", response={200: list[LessonOut], **READ}, summary="Lessons")
def lessons(request: HttpRequest) -> HttpResponse:
    """All published lessons, track by track."""
    return _json(lessons_json(request))


@router.get("/lessons/{track}/{lesson}", response={200: LessonDetailOut, **READ}, summary="A lesson")
def lesson(request: HttpRequest, track: PathSlug, lesson: PathSlug) -> LessonDetailOut:
    """A published lesson with all its sections."""
    published = Lesson.objects.published().with_sections()
    found = published.filter(track__slug=track, slug=lesson).first() or _missing(track, lesson)
    return LessonDetailOut(
        **_lesson(request, found),
        flow=_flow(found),
        sample=_sample(found),
        steps=[StepOut.model_validate(step) for step in found.steps.all()],
        ends_when=found.ends_when,
        tracker=_tracker(found),
        key_moments=[KeyMomentOut.model_validate(moment) for moment in found.key_moments.all()],
        snapshot=found.snapshot,
        transcript=[TranscriptPartOut.model_validate(part) for part in found.transcript_parts.all()],
    )


@router.get("/quizzes/{track}/{lesson}", response={200: QuizOut, **READ}, summary="A quiz, without its key")
def quiz(request: HttpRequest, track: PathSlug, lesson: PathSlug) -> QuizOut:
    """The questions of a published lesson. What is right is not in them."""
    questions = [
        QuestionOut(
            key=question.key,
            number=question.number,
            text=question.text,
            kind=question.kind,
            form=question.type.input_type(question.expects),
            choices=[ChoiceOut(key=key, text=text) for key, text in options_of(question).items()],
            matches=[ChoiceOut(key=key, text=text) for key, text in question.matches],
            hints=len(question.hints.all()),
            credits=question.credits,
            shuffle=question.is_shuffled,
        )
        for question in questions_of(find_lesson(track, lesson))
    ]
    return QuizOut(track=track, lesson=lesson, questions=questions)


def find_lesson(track: str, lesson: str) -> Lesson:
    """The published lesson at these slugs, with its track. Raises `Http404`."""
    return published_lesson(track, lesson) or _missing(track, lesson)


def _json(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _missing(track: str, lesson: str) -> NoReturn:
    raise Http404(f"There is no published lesson '{track}/{lesson}'.")


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


def _flow(lesson: Lesson) -> FlowOut:
    steps = [
        FlowStepOut(
            number=step.number,
            title=step.title,
            place=step.place,
            text=step.text,
            covers=[row.number for row in step.steps.all()],
        )
        for step in lesson.flow_steps.all()
    ]
    return FlowOut(note=lesson.flow_note, steps=steps)


def _sample(lesson: Lesson) -> SampleOut:
    lab = known_labs().get(lesson.lab)
    return SampleOut(
        note=lesson.sample_note,
        file=lab.filename if lab else "",
        language="python",
        source=lab.source if lab else "",
        message=lesson.sample_message,
    )


def _tracker(lesson: Lesson) -> TrackerOut:
    moments = list(lesson.moments.all())
    numbers = {moment.pk: moment.number for moment in moments}
    variables = [
        VariableOut(
            number=variable.number,
            name=variable.name,
            values=[
                ValueOut(moment=numbers[value.moment_id], text=value.text, note=value.note)
                for value in variable.values.all()
            ],
        )
        for variable in lesson.variables.all()
    ]
    return TrackerOut(moments=[MomentOut.model_validate(moment) for moment in moments], variables=variables)
