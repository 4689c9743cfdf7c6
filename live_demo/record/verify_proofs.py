"""Verify the proofs of a lesson: each is the first moment of the run at which a result holds. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lessons.models import Lesson, Step
from lessons.recorded import NOT_PROVEN
from live_demo.lab import Lab, all_labs
from live_demo.predict.comparing import compare
from live_demo.predict.proof import first_stay, named_value, proof_point
from live_demo.trace.point import TracePoint

_CODE = re.compile(r"`(?:self\.)?([A-Za-z_]\w*)`")


def proof_faults(lesson: Lesson, points: Sequence[TracePoint]) -> Iterator[tuple[int, str]]:
    """(number of a step, fault of its result): the fault is '' if the run shows the result, and when."""
    tracked = {variable.name for variable in lesson.variables.all()}
    for step in lesson.steps.all():
        if stay := first_stay(points, step.number):
            yield step.number, next(_faults(step, stay, all_labs()[lesson.lab], tracked), "")


def _faults(step: Step, stay: Sequence[TracePoint], lab: Lab, tracked: set[str]) -> Iterator[str]:
    result = f"the result of step {step.number}"
    named = [pair for entry in step.proof if (pair := named_value(entry))]
    yield from _unproven(step, stay, tracked, {name for name, _ in named})
    if unknown := [name for name, _ in named if name not in tracked]:
        yield f"{result} holds when {unknown[0]} has a value, and the tracker has no {unknown[0]}"
    proof = proof_point(step.proof, stay, lab)
    if proof is None:
        yield f"{result} holds when {' and '.join(step.proof)}: the run does not show that in this step"
    else:
        yield from _wrong_values(result, named, proof)


def _unproven(step: Step, stay: Sequence[TracePoint], tracked: set[str], named: set[str]) -> Iterable[str]:
    """Variables that the result may be about, which have their values later than the event."""
    if not step.proof and (
        changed := [name for point in stay[1:] for name in point.changed if name in tracked]
    ):
        yield (
            f"{NOT_PROVEN}: {changed[0]} changes in step {step.number}. Write into 'Predict: proof' with "
            f"which value the result holds, such as '{changed[0]} = ...', or 'event' if it holds before"
        )
    for name in sorted((tracked & set(_CODE.findall(step.result))) - named):
        value = stay[-1].attributes.get(name, "...")
        yield (
            f"{NOT_PROVEN}: the result of step {step.number} names `{name}`. "
            f"Write '{name} = {value}' into 'Predict: proof', if the result holds from then on"
        )


def _wrong_values(result: str, named: Iterable[tuple[str, str]], proof: TracePoint) -> Iterable[str]:
    for name, value in named:
        truth = proof.attributes.get(name, "")
        if compare(value, truth) != "same":
            yield f"{result} holds when {name} is {value}; in the run it is {truth}"
