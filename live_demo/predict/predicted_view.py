"""A live run on the page of a learner who has predicted it: the truth beside each cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import get_template, render_to_string

from live_demo.predict.cells import Cell
from live_demo.predict.grading import Graded, grade
from live_demo.predict.models import Prediction
from live_demo.runs.models import Run
from live_demo.trace.point import TracePoint
from live_demo.view.run_view import RunView

_CELL = "live_demo/predict/_cell.html"


@dataclass(frozen=True)
class PredictedView(RunView):
    """A `RunView` that also shows each of the predicted `cells` as soon as the run decides it.

    `recorded` are all points of the run so far; the recorder goes on adding to them.
    """

    cells: Sequence[Cell]
    recorded: Sequence[TracePoint]

    @classmethod
    def around(cls, view: RunView, prediction: Prediction, recorded: Sequence[TracePoint]) -> "PredictedView":
        """`view`, with the cells of `prediction` as the points in `recorded` decide them. No query."""
        get_template(_CELL)  # its file is read now, not in the event loop when the first point comes
        return cls(view.lab, view.steps, view.variables, prediction.predicted, recorded)

    def render_group(self, points: Sequence[TracePoint]) -> str:
        html = super().render_group(points)
        if not any(point.step for point in points):  # only a point that reaches a step decides a cell
            return html
        return html + self._decided(points, after=points[0].number - 1)

    def whole(self, points: Sequence[TracePoint]) -> str:
        return super().whole(points) + self._decided(points, after=0)

    def _decided(self, points: Sequence[TracePoint], *, after: int) -> str:
        """The cells that were decided later than point `after`, up to the last of `points`."""
        so_far = self.recorded[: points[-1].number] if points else []
        graded = grade(self.cells, so_far, self.lab, over=False)
        return cells_html(each for each in graded if each.known_at > after)


def cells_html(graded: Iterable[Graded], evidence: str = "") -> str:
    """Graded cells as HTML fragments. `evidence` is the URL of the run's page; '' while the run is open."""
    return "".join(render_to_string(_CELL, {"graded": each, "evidence": evidence}) for each in graded)


def outcome_html(run: Run) -> str:
    """Every cell and the score of the prediction that `run` has graded, as HTML; '' without a prediction."""
    prediction = Prediction.objects.graded().filter(run=run).select_related("lesson__track").first()
    if prediction is None:
        return ""
    score = render_to_string("live_demo/predict/_outcome.html", {"prediction": prediction, "oob": True})
    return cells_html(prediction.graded, prediction.evidence()) + score
