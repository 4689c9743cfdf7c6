"""The error of a run of own code: its name, its sentence, and the line of the learner's code. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from live_demo.explain.compare import raised
from live_demo.trace.point import TracePoint
from live_demo.view.ending import failing_line
from live_demo.view.fault import fault_name
from live_demo.view.sentences import is_cancelled


@dataclass(frozen=True, slots=True)
class Fault:
    """`name` is 'SyntaxError', `message` what Python said; `line` and its `text` are 0 and '' if unknown.

    `point` is the number of the point that tells of it.
    """

    name: str
    message: str
    line: int
    text: str
    point: int


def fault_in_run(points: Sequence[TracePoint], code: str) -> Fault | None:
    """The reason why `code` could not be run, else the first exception that left it, or None."""
    for point in points:
        if point.event == "file.not_loaded":
            return _fault(fault_name(point), point.locals["why"], points, point, code)
    error = raised(points)
    if error is None or is_cancelled(error):
        return None
    return _fault(error.error.partition(":")[0], error.error, points, error, code)


def _fault(name: str, message: str, points: Sequence[TracePoint], point: TracePoint, code: str) -> Fault:
    texts = code.splitlines()
    line = failing_line(list(points)) or point.line or 0
    text = texts[line - 1].strip() if 0 < line <= len(texts) else ""
    return Fault(name, message, line if text else 0, text, point.number)
