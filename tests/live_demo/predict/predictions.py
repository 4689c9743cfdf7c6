"""A prediction of the shipped lesson, and a run that grades it."""

from dataclasses import replace

from live_demo.lab import all_labs
from live_demo.predict.cells import cells_of, plain
from live_demo.predict.committing import (
    bind,
    grade_by_run,
)
from live_demo.predict.forms import PredictionForm
from live_demo.predict.grading import grade
from live_demo.runs.models import Run
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/predict/"
START = f"/live/{LESSON}/runs/"
PREDICTED_START = f"{PAGE}runs/"
TRUE_VALUES = {
    "value-1-1": "None",
    "value-1-2": "'Accepted'",
    "value-1-3": "'Open'",
    "value-1-4": "'Open'",
    "value-1-5": "'Closed'",
    "value-2-1": "[]",
    "value-2-2": "[]",
    "value-2-3": "['hello']",
    "value-2-4": "['hello', 'echo: hello']",
    "value-2-5": "[]",
}


def answers(lesson, **values):
    """The form's data for a prediction that is right everywhere but for `values`."""
    offered = PredictionForm(lesson).results
    data = {
        cell.key: next(letter for letter, text in offered[cell.key].items() if plain(text) == cell.own)
        for cell in cells_of(lesson)
        if cell.own
    }
    return {**data, **TRUE_VALUES} | {key.replace("_", "-"): value for key, value in values.items()}


def predicted(lesson, **values):
    """{key of a cell: what is predicted in it}, right everywhere but for `values`."""
    form = PredictionForm(lesson, answers(lesson, **values))
    assert form.is_valid()
    return form.answers()


def run_of(prediction, points=None):
    """A stored run that grades the prediction, with the points of the recorded one."""
    trace = prediction.lesson.recording.trace if points is None else [point.as_json() for point in points]
    run = Run.objects.create(learner=prediction.learner, lesson=prediction.lesson, trace=trace)
    bind(run)
    Run.objects.claim(str(run.pk))
    grade_by_run(str(run.pk), run.points)
    prediction.refresh_from_db()
    return run


def graded(lesson, points, over=True, **values):
    texts = predicted(lesson, **values)
    cells = [replace(cell, answer=texts.get(cell.key, "")) for cell in cells_of(lesson)]
    return {each.cell.key: each for each in grade(cells, points, all_labs()["chat"], over=over)}
