"""Commit a prediction, bind it to a run, grade it. Each happens once, however often it is requested."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from lessons.models import Learner, Lesson
from lessons.prepared import Prepared
from lessons.refused import RefusedError
from live_demo.lab import all_labs
from live_demo.predict.cells import Cell, cells_of, written_results
from live_demo.predict.grading import Score, grade
from live_demo.predict.models import Prediction
from live_demo.runs.models import Recording, Run
from live_demo.runs.quota import one_at_a_time
from live_demo.trace.point import TracePoint

MAX_PREDICTIONS_PER_MINUTE = 10


def commit(learner: Learner, lesson: Lesson, answers: Mapping[str, str]) -> tuple[Prediction, bool]:
    """Store a prediction; `answers` has the text of each cell by its key.

    Returns the open prediction of this lesson and whether it is the new one: an earlier prediction that no
    run has graded stays as it is. Raises `RefusedError`.
    """
    written = written_results(lesson)
    cells = [_filled(cell, answers.get(cell.key, ""), written).as_json() for cell in cells_of(lesson)]
    with one_at_a_time(f"predictions of {learner.pk}"):
        _check_rate(learner)
        return Prediction.objects.get_or_create(
            learner=learner, lesson=lesson, graded_at=None, defaults={"cells": cells}
        )


def _filled(cell: Cell, answer: str, written: Mapping[str, str]) -> Cell:
    return replace(cell, answer=answer, answer_markdown=written.get(answer, "") if cell.own else "")


def _check_rate(learner: Learner) -> None:
    minute_ago = timezone.now() - timedelta(minutes=1)
    if learner.predictions.filter(created_at__gt=minute_ago).count() >= MAX_PREDICTIONS_PER_MINUTE:
        words = f"That was {MAX_PREDICTIONS_PER_MINUTE} predictions in a minute."
        raise RefusedError(f"{words} Wait a moment, then lock in this one.", 429, retry_after=60)


def bind(run: Run) -> None:
    """Let `run` grade its learner's open prediction, unless another run that can still end has it already."""
    free = Prediction.objects.open().filter(Q(run__opened_at=None) | Q(run__is_lost=True))
    free.filter(learner=run.learner_id, lesson=run.lesson_id).update(run=run)


def bound_to(run_id: str) -> Prediction | None:
    """The open prediction that this run grades; None where there is none."""
    return Prediction.objects.open().filter(run=UUID(run_id)).select_related("lesson").first()


def grade_by_run(run_id: str, points: Sequence[TracePoint]) -> None:
    """Grade the prediction that is bound to this run, which has ended with `points`, if there is one."""
    prediction = bound_to(run_id)
    if prediction:
        _settle(prediction, points, run=prediction.run)


def grade_by_recording(prediction: Prediction, recording: Recording) -> None:
    """Grade `prediction` by the recorded run of its lesson."""
    _settle(prediction, recording.points, run=None)


def _settle(prediction: Prediction, points: Sequence[TracePoint], *, run: Run | None) -> None:
    lab = all_labs()[prediction.lesson.lab]
    graded = grade(prediction.predicted, points, lab, over=True)
    score = Score.of(graded)
    Prediction.objects.open().filter(pk=prediction.pk).update(
        run=run,
        graded_at=timezone.now(),
        grades=[each.as_json() for each in graded],
        score=score.right,
        total=score.total,
    )


_graded = Prepared(
    lambda learner: (
        Prediction.objects.filter(learner=learner)
        .graded()
        .exclude(total=0)
        .order_by("created_at", "pk")
        .values_list("lesson", "score", "total")
    ),
    UUID,
)


def predictions_made(learner: Learner) -> dict[int, str]:
    """{lesson id: '7 of 15 predicted'} of the learner's latest graded predictions, for the progress."""
    latest = {lesson: (score, total) for lesson, score, total in _graded.rows(learner.pk)}
    return {lesson: f"{score} of {total} predicted" for lesson, (score, total) in latest.items()}
