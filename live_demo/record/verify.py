"""Verify a lesson by a run: its steps, the values of its tracker, the options of its questions. Pure.

What is written in words alone (an action, a reason, what a question asks) no run can prove; what stands
here is what can be compared. An option can be, where its question's proof is

- a step, and the option names a step, as in 'Step 3': it holds where the run reaches that step with the
  same event as the step of the proof;
- a moment or a step, the question names one variable of the tracker, and the option writes a value: it
  holds where the variable has this value then.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lessons.models import Lesson
from lessons.plugin import Claim, Finding, Key
from lessons.pointers import Pointer, parse_pointer
from live_demo.predict.comparing import compare, is_literal
from live_demo.record.verify_proofs import proof_faults
from live_demo.trace.point import TracePoint
from live_demo.trace.steps import Reach, not_told_apart

_STEP = re.compile(r"step ([1-9]\d?)\.?", re.IGNORECASE)
_CODE = re.compile(r"`(?:self\.)?([A-Za-z_]\w*)`")


@dataclass(slots=True)
class Verified:
    """The result: how much of the lesson a run proves, what it contradicts, and what it leaves open.

    A finding has the key of what the run contradicts, as in the files of a lesson folder.
    """

    proven: int = 0
    findings: list[Finding] = field(default_factory=list)
    unproven: list[Claim] = field(default_factory=list)

    @property
    def not_executable(self) -> list[str]:
        return [claim.where for claim in self.unproven]

    @property
    def faults(self) -> list[str]:
        return [fault for _, fault in self.findings]

    def add(self, key: Key, fault: str) -> None:
        if fault:
            self.findings.append((key, fault))
        else:
            self.proven += 1


def verify(lesson: Lesson, claims: Iterable[Claim], points: Sequence[TracePoint]) -> Verified:
    """`lesson` beside the points of one run of its lab; reads what `with_sections` has fetched."""
    verified = Verified()
    for number, fault in _step_faults(lesson, points):
        verified.add(step_key(number, "reached_by"), fault)
    for number, fault in proof_faults(lesson, points):
        verified.add(step_key(number, "holds_when"), fault)
    for key, fault in _value_faults(lesson, points):
        verified.add(key, fault)
    for claim in claims:
        judged = _judge(claim, lesson, points)
        if judged is None:
            verified.unproven.append(claim)
        else:
            verified.add(claim.key, _claim_fault(claim, *judged))
    return verified


def step_key(number: int, field: str) -> Key:
    return ("lesson", "execution", "steps", number - 1, field)


def _step_faults(lesson: Lesson, points: Sequence[TracePoint]) -> Iterable[tuple[int, str]]:
    """One for each step with its number, empty where the run reaches it, and one for their order."""
    reached = [point.step for point in points if point.step]
    for step in lesson.steps.all():
        missed = f"step {step.number} is never reached: the run has no {step.reached_by} for it"
        yield step.number, "" if step.number in reached else missed
    for one, other in not_told_apart([Reach(step.reached_by, step.sent_by) for step in lesson.steps.all()]):
        same = "are reached by the same event: a frame's label, or sent_by, has to tell them apart"
        yield other, f"steps {one} and {other} {same}"
    once = list(dict.fromkeys(reached))
    if once != sorted(once):
        yield 1, f"the run reaches the steps in the order {', '.join(map(str, reached))}"
    elif reached != once:
        yield 1, f"the run reaches a step more than once: {', '.join(map(str, reached))}"


def _value_faults(lesson: Lesson, points: Sequence[TracePoint]) -> Iterable[tuple[Key, str]]:
    """One for each cell of the tracker with its key, empty where the run has the same value then."""
    for row, variable in enumerate(lesson.variables.all()):
        cells = zip(lesson.moments.all(), variable.values.all(), strict=True)
        for column, (moment, value) in enumerate(cells):
            truth = value_after(points, moment.after, variable.name)
            written = f"the tracker says that {variable.name} is {value.text} at '{moment.title}'"
            seen = _what_is(truth, variable.name, moment.after) + _unquoted(value.text, truth)
            key = ("lesson", "tracker", "variables", row, "values", column)
            yield key, "" if truth == value.text else f"{written}; {seen}"


def value_after(points: Sequence[TracePoint], step: int | None, name: str) -> str | None:
    """The last value that the attribute had before the run went on from `step` (None: from its start)."""
    values = [point.attributes.get(name) for point in points if point.current == step]
    return values[-1] if values else None


def _judge(claim: Claim, lesson: Lesson, points: Sequence[TracePoint]) -> tuple[bool, str] | None:
    """(whether the run does what the option says, what it does); None if a run cannot tell."""
    place = parse_pointer(claim.proof)
    option = claim.text.strip()
    named = _STEP.fullmatch(option)
    if place and place.kind == "step" and named:
        return _judge_step(int(named[1]), place.number, points)
    variable = _variable_in(claim.question, lesson)
    value = option.strip("`")
    if place and place.kind in ("step", "moment") and variable and is_literal(value):
        after = _step_of(place, lesson)
        truth = value_after(points, after, variable)
        return truth is not None and compare(value, truth) == "same", _what_is(truth, variable, after)
    return None


def _judge_step(named: int, proof: int, points: Sequence[TracePoint]) -> tuple[bool, str]:
    events: dict[int, str] = {}
    for point in points:
        if point.step:
            events.setdefault(point.step, point.event)
    holds = named in events and events[named] == events.get(proof)
    seen = [f"step {step} with {events[step]}" for step in sorted({named, proof}) if step in events]
    return holds, f"the run reaches {' and '.join(seen) or 'neither of the steps'}"


def _variable_in(question: str, lesson: Lesson) -> str:
    """The one variable of the tracker that the question names as code; empty where it is not exactly one."""
    tracked = {variable.name for variable in lesson.variables.all()}
    named = tracked & set(_CODE.findall(question))
    return named.pop() if len(named) == 1 else ""


def _step_of(place: Pointer, lesson: Lesson) -> int | None:
    if place.kind == "step":
        return place.number
    return next((moment.after for moment in lesson.moments.all() if moment.number == place.number), None)


def _what_is(truth: str | None, name: str, step: int | None) -> str:
    when = f"after step {step}" if step else "at the start"
    return f"in the run it is {truth} {when}" if truth is not None else f"the run has no {name} {when}"


def _unquoted(text: str, truth: str | None) -> str:
    """A hint on what to write, if only the quotes are missing."""
    lacks = truth is not None and compare(text, truth) == "without quotes"
    return f". Write it as Python does, with the quotes: {truth}" if lacks else ""


def _claim_fault(claim: Claim, holds: bool, seen: str) -> str:
    if holds == claim.holds:
        return ""
    marked, shown = ("right", "does not show it") if claim.holds else ("wrong", "shows it")
    return f"{claim.where} ({claim.text.strip()}) is marked {marked}, but the run {shown}: {seen}"
