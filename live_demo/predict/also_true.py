"""Finds results of other rows that a run shows at a row, too, and that are no wrong choices there. Pure."""

from collections.abc import Sequence

from lessons.models import Step
from live_demo.lab import Lab
from live_demo.predict.comparing import compare
from live_demo.predict.proof import first_stay, named_value, proof_point
from live_demo.trace.point import TracePoint


def also_true(step: Step, others: Sequence[Step], points: Sequence[TracePoint], lab: Lab) -> set[str]:
    """The results of `others` (Markdown) whose proof holds in the first stay in `step`, at its end.

    Nothing is known of a result whose proof is the event that reaches its row.
    """
    stay = first_stay(points, step.number)
    return {other.result for other in others if stay and _holds(other, stay, lab)}


def _holds(other: Step, stay: Sequence[TracePoint], lab: Lab) -> bool:
    proof = [entry for entry in other.proof if entry != "event"]
    named = [pair for entry in proof if (pair := named_value(entry))]
    at_end = stay[-1].attributes
    if any(compare(value, at_end.get(name, "")) != "same" for name, value in named):
        return False
    return bool(proof) and proof_point(proof, stay, lab) is not None
