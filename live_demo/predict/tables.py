"""The two tables of a prediction, row by row, as `templates/live_demo/predict/` shows them."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import prefetch_related_objects
from django.forms import BoundField

from lessons.models import Lesson, Moment, Step, Value, Variable
from live_demo.predict.forms import PredictionForm
from live_demo.predict.grading import Graded
from live_demo.predict.models import Prediction


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a table: a field to fill in, a predicted cell, or the `given` value that learners see.

    In the variable tracker it is the place of one `moment`.
    """

    field: BoundField | None = None
    graded: Graded | None = None
    given: Value | None = None
    moment: Moment | None = None


@dataclass(frozen=True, slots=True)
class PredictionTables:
    """What the way `predict` shows: a form to fill in, or a prediction that is committed or graded.

    `steps` and `variables` are the rows of the execution table and of the variable tracker with their places.
    """

    lesson: Lesson
    form: PredictionForm | None
    prediction: Prediction | None
    moments: list[Moment]
    steps: list[tuple[Step, Place]]
    variables: list[tuple[Variable, list[Place]]]

    @property
    def state(self) -> Literal["blank", "committed", "graded"]:
        if self.prediction is None:
            return "blank"
        return "graded" if self.prediction.graded_at else "committed"


def prediction_tables(
    lesson: Lesson, *, prediction: Prediction | None = None, form: PredictionForm | None = None
) -> PredictionTables:
    """The tables of `prediction`; without one, those of `form`, or of a blank form."""
    prefetch_related_objects([lesson], "steps", "moments", "variables__values")
    graded = {each.cell.key: each for each in prediction.graded} if prediction else {}
    form = None if prediction else form or PredictionForm(lesson)

    moments = list(lesson.moments.all())

    def place(key: str, value: Value | None = None, moment: Moment | None = None) -> Place:
        field = form[key] if form and key in form.fields else None
        return Place(field, graded.get(key), value, moment)

    return PredictionTables(
        lesson=lesson,
        form=form,
        prediction=prediction,
        moments=moments,
        steps=[(step, place(f"result-{step.number}")) for step in lesson.steps.all()],
        variables=[
            (
                variable,
                [
                    place(f"value-{variable.number}-{number}", value, moment)
                    for number, (value, moment) in enumerate(
                        zip(variable.values.all(), moments, strict=False), start=1
                    )
                ],
            )
            for variable in lesson.variables.all()
        ],
    )
