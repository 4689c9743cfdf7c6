"""The rows of a lesson as one run of its lab shows them: execution table, tracker, flow, transcript. Pure.

An instructor changes the words; what can be proven is what the run did.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from live_demo.lab import Lab
from live_demo.record.verify import value_after
from live_demo.trace.point import TracePoint
from live_demo.trace.steps import Reach, Steps

MAX_STEPS = 40
MAX_MOMENTS = 12
MAX_VALUE = 60
"""Characters of a value that a result names; a longer one is in the tracker alone."""
MAX_CELL = 200
_ACTIONS = {
    "websocket.connect": ("The browser asks to upgrade", "The browser waits for the answer"),
    "websocket.accept": ("The consumer accepts", "The socket is open"),
    "websocket.receive": ("The browser's message {} arrives", "The message has arrived"),
    "websocket.send": ("The consumer sends {}", "The server has the message"),
    "websocket.close": ("The consumer closes the socket", "The server ends the connection"),
    "websocket.disconnect": ("The socket closes", "The consumer gets no more events"),
}
_METHODS = {
    "websocket.connect": "connect",
    "websocket.receive": "receive",
    "websocket.disconnect": "disconnect",
}
_FLOW = (
    ("The browser opens a WebSocket", "browser", ("websocket.connect", "websocket.accept")),
    ("Messages travel", "consumer", ("websocket.receive", "websocket.send")),
    ("The connection closes", "browser", ("websocket.close", "websocket.disconnect")),
)
_SENTENCES = {
    "websocket.connect": "The browser asks the server to make its connection a WebSocket.",
    "websocket.accept": "The consumer accepts, and the socket is open.",
    "websocket.receive": "The browser sends {}.",
    "websocket.send": "The consumer sends {}.",
    "websocket.close": "The consumer closes the socket.",
    "websocket.disconnect": "The consumer learns that the socket is closed, and gets no more events.",
}


@dataclass(frozen=True, slots=True)
class RunRows:
    """The rows as the fields of their models; `points` are those of the run with the steps in them."""

    steps: list[dict[str, Any]]
    flow: list[tuple[dict[str, Any], list[int]]]
    """Each with the numbers of the steps that it covers."""
    moments: list[dict[str, Any]]
    variables: dict[str, list[str]]
    """{name: its value at each moment}"""
    transcript: list[dict[str, Any]]
    points: list[TracePoint]


def rows_of(points: Sequence[TracePoint], lab: Lab) -> RunRows:
    """The rows of a run that was recorded without steps."""
    events = [point for point in points if point.layer == "asgi" and not point.error][:MAX_STEPS]
    reached = [_reached_by(point, events) for point in events]
    told = _with_steps(points, reached)
    moments = _moments(told, len(reached))
    variables = dict(_variables(told, moments))
    steps = [_step(number, by, told, variables, lab) for number, by in enumerate(reached, start=1)]
    return RunRows(
        steps=steps,
        flow=list(_flow(reached)),
        moments=moments,
        variables=variables,
        transcript=[
            {"text": f"{step['action']}. {step['result']}.", "points_to": f"step {number}"}
            for number, step in enumerate(steps, start=1)
        ],
        points=told,
    )


def _variables(points: Sequence[TracePoint], moments: Sequence[Any]) -> Iterator[tuple[str, list[str]]]:
    """Attributes with a value at each moment that the tracker has room for."""
    for name in dict.fromkeys(name for point in points for name in point.attributes):
        found = [value_after(points, moment["after"], name) for moment in moments]
        texts = [text for text in found if text is not None and len(text) <= MAX_CELL]
        if len(texts) == len(moments):
            yield name, texts


def _reached_by(point: TracePoint, events: Iterable[TracePoint]) -> str:
    """The event of the point, with the beginning of its frame's label if other points have the same event."""
    alike = [other for other in events if other.event == point.event]
    label = point.frame.label if point.frame else ""
    return f"{point.event} {label}"[:80].strip() if len(alike) > 1 else point.event


def _with_steps(points: Sequence[TracePoint], reached: Sequence[str]) -> list[TracePoint]:
    """The points as a run that knows the steps records them."""
    steps, told = Steps([Reach(by) for by in reached]), []
    for point in points:
        is_event = point.layer == "asgi" and not point.error
        label = point.frame.label if point.frame else ""
        step = steps.reach(point.event, label, "own") if is_event else None
        told.append(replace(point, step=step, current=steps.current, times=steps.times))
    return told


def _step(
    number: int, by: str, points: Sequence[TracePoint], tracked: Collection[str], lab: Lab
) -> dict[str, Any]:
    stay = [point for point in points if point.current == number]
    event = by.partition(" ")[0]
    frame = stay[0].frame if stay else None
    said = frame.label.removeprefix("text ").strip('"') if frame and frame.kind == "text" else ""
    action, result = _ACTIONS.get(event, (f"The group's message `{event}` arrives", "It has arrived"))
    values = dict(_changed(stay, tracked))
    told = ", ".join(f"`{name}` is `{text}`" for name, text in values.items())
    return {
        "action": " ".join(action.format(f"`{said}`" if said and "`" not in said else "").split()),
        "evaluation": _evaluation(event, stay, points, lab),
        "result": told or result,
        "reached_by": by,
        "holds_when": "\n".join(f"{name} = {text}" for name, text in values.items()) or _proof(stay, tracked),
    }


def _changed(stay: Sequence[TracePoint], tracked: Collection[str]) -> Iterator[tuple[str, str]]:
    """(variable, its value at the end) of what changes after the event, as far as a result can name it."""
    for name in dict.fromkeys(name for point in stay[1:] for name in point.changed):
        text = stay[-1].attributes.get(name, "")
        if name in tracked and text and len(text) <= MAX_VALUE and text.isprintable() and "`" not in text:
            yield name, text


def _proof(stay: Sequence[TracePoint], tracked: Collection[str]) -> str:
    """'event' if a tracked variable changes during the stay, else ''."""
    return "event" if any(name in tracked for point in stay[1:] for name in point.changed) else ""


def _evaluation(event: str, stay: Sequence[TracePoint], points: Sequence[TracePoint], lab: Lab) -> str:
    """The method that the event calls, or the line of code that made the event."""
    if event in _METHODS:
        return f"`{_METHODS[event]}()` runs"
    before = [point for point in points if stay and point.number < stay[0].number and point.line]
    line = lab.line(before[-1].line or 0) if before else ""
    return f"`{line}`" if line and "`" not in line else "The consumer runs"


def _moments(points: Sequence[TracePoint], steps: int) -> list[dict[str, Any]]:
    """The start, if anything has a value then, and the end of each step in which something changed."""
    changing = {point.current for point in points if point.changed}
    after = [number for number in range(1, steps + 1) if number in changing][: MAX_MOMENTS - 1]
    has_start = any(point.current is None and point.attributes for point in points)
    start = [{"title": "Start", "after": None}] if has_start or not after else []
    return [*start, *({"title": f"After step {number}", "after": number} for number in after)]


def _flow(reached: Sequence[str]) -> Iterator[tuple[dict[str, Any], list[int]]]:
    for title, place, events in _FLOW:
        covers = [number for number, by in enumerate(reached, start=1) if by.partition(" ")[0] in events]
        if covers:
            counts = Counter(reached[number - 1].partition(" ")[0] for number in covers)
            text = " ".join(_sentence(event, counts[event]) for event in events if counts[event])
            yield {"title": title, "place": place, "text": text}, covers


def _sentence(event: str, count: int) -> str:
    """A sentence for all events of this type in the run."""
    messages = "one message" if count == 1 else f"{count} messages"
    return _SENTENCES[event].format(messages)
