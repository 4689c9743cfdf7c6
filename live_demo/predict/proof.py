"""The proof of a result: the first moment of a run at which the result holds. Pure.

A lesson says what a run shows from then on (`lessons.models.proof_fault` has the forms). The stay in a step
is its trace points, from the event that reaches it to the last one before the next step.
"""

from collections.abc import Sequence

from live_demo.lab import Lab
from live_demo.trace.point import TracePoint


def proof_point(proof: Sequence[str], stay: Sequence[TracePoint], lab: Lab) -> TracePoint | None:
    """The first point of `stay` from which everything in `proof` holds; None if an entry never does.

    A variable has to keep the value that it has at the end of the stay, whichever that is: a learner's own
    run may bring another one than the lesson's. Without a proof it is the event that reaches the step.
    """
    begins = [_begin(entry, stay, lab) for entry in proof]
    if not all(begins):
        return None
    return max([stay[0], *(point for point in begins if point)], key=lambda point: point.number)


def first_stay(points: Sequence[TracePoint], step: int) -> list[TracePoint]:
    """The points from the first one that reaches `step` to the last one before the next step."""
    start = next((index for index, point in enumerate(points) if point.step == step), None)
    if start is None:
        return []
    after = (index for index, point in enumerate(points) if index > start and point.step)
    return list(points[start : next(after, None)])


def named_value(entry: str) -> tuple[str, str] | None:
    """The variable and the value of an entry such as 'count = 1'; None for one of another form."""
    name, equals, value = entry.partition(" = ")
    return (name, value) if equals and name.isidentifier() else None


def _begin(entry: str, stay: Sequence[TracePoint], lab: Lab) -> TracePoint | None:
    """The first point of `stay` from which `entry` holds until its end."""
    if entry == "event":
        return stay[0]
    if named := named_value(entry):
        return _value_since(named[0], stay)
    kind, _, what = entry.partition(" ")
    return next((point for point in stay if point.event == kind and _is_at(point, kind, what, lab)), None)


def _is_at(point: TracePoint, kind: str, what: str, lab: Lab) -> bool:
    if kind == "return":
        return point.function == what
    return point.line is not None and lab.line(point.line) == what


def _value_since(name: str, stay: Sequence[TracePoint]) -> TracePoint | None:
    value = stay[-1].attributes.get(name)
    if value is None:
        return None
    different = [index for index, point in enumerate(stay) if point.attributes.get(name) != value]
    return stay[different[-1] + 1 if different else 0]
