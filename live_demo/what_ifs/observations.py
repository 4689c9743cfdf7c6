"""The observations of a what-if's run, item by item, each with the trace point that proves it. Pure.

An item comes from the server's record wherever the server can know it. Events, readyState and close code of
the browser come from the page's script.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from live_demo.trace.point import TracePoint
from live_demo.what_if_definitions import WhatIf
from live_demo.what_ifs.browser_report import BrowserReport

LABELS = {
    "status": "HTTP status",
    "events": "Events in the browser",
    "ready_state": "readyState",
    "close_code": "Close code in the browser",
    "clean": "wasClean",
    "replies": "Messages that the consumer sent",
    "received": "Messages that arrived in the browser",
    "answer": "The last message",
    "methods": "Methods of this file that run",
    "disconnect": "Is disconnect() called (yours, or the inherited one)?",
    "neighbor": "The second socket",
    "waited": "Does the reply take longer than a second?",
}
STATES = ("0 CONNECTING", "1 OPEN", "2 CLOSING", "3 CLOSED")


@dataclass(frozen=True, slots=True)
class Item:
    """One observation. `point` is the number of the point that proves it, 0 if the browser measured it."""

    name: str
    value: str
    point: int = 0

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def source(self) -> str:
        return "server" if self.point else "browser"


def items_of(what_if: WhatIf, points: Sequence[TracePoint], report: BrowserReport | None) -> dict[str, Item]:
    """The items of a run of `what_if` with these points, by their names.

    Those of the browser need its report. That of the second socket is there where the what-if opens one, and
    how long the reply takes where the what-if is about that.
    """
    found = [make(points) for make in _SERVER]
    if what_if.neighbor:
        found.append(_neighbor(points))
    if report:
        found += _from_browser(report)
        if "waited" in what_if.asked_for:
            found.append(_waited(report))
    return {item.name: item for item in found}


def _status(points: Sequence[TracePoint]) -> Item:
    for point in points:
        if point.frame and point.frame.kind in ("accept", "refuse"):
            return Item("status", str(point.frame.code), point.number)
        if point.event == "exception":
            return Item("status", "500", point.number)
    return Item("status", "nothing", len(points))


def _methods(points: Sequence[TracePoint]) -> Item:
    ran: dict[str, int] = {}
    for point in points:
        if (
            point.layer == "code"
            and point.event == "line"
            and point.function
            and point.function != "__init__"
        ):
            ran.setdefault(point.function, point.number)
    return Item("methods", ", ".join(ran) or "none", min(ran.values(), default=len(points)))


def _disconnect(points: Sequence[TracePoint]) -> Item:
    """Whether disconnect() ran. The event proves it, as the lines of an inherited method are not traced."""
    own = (point.number for point in points if point.function == "disconnect")
    ran = next(own, None) or next(
        (point.number for point in points if point.event == "websocket.disconnect"), None
    )
    return Item("disconnect", "yes" if ran else "no", ran or len(points))


def _replies(points: Sequence[TracePoint]) -> Item:
    sent = [point for point in points if point.event == "websocket.send" and not point.error]
    return Item("replies", str(len(sent)), sent[-1].number if sent else len(points))


def _neighbor(points: Sequence[TracePoint]) -> Item:
    blocked = next((point.number for point in points if _is_blocked(point)), None)
    return Item("neighbor", "stands still" if blocked else "goes on", blocked or len(points))


def _is_blocked(point: TracePoint) -> bool:
    """Whether the worker was blocked for a second or more. A shorter silence may come from a busy machine."""
    silent = point.event in ("worker.blocked", "neighbor.answered")
    return silent and float(point.locals["seconds"]) >= 1


_SERVER: list[Callable[[Sequence[TracePoint]], Item]] = [_status, _methods, _disconnect, _replies]


def _from_browser(report: BrowserReport) -> list[Item]:
    return [
        Item("events", ", ".join(event for event, _ in groupby(report.events))),
        Item("ready_state", " → ".join(STATES[state] for state in report.states)),
        Item("close_code", str(report.code or "none")),
        Item("clean", "yes" if report.clean else "no"),
        Item("received", str(report.events.count("message"))),
        Item("answer", report.answer or "none"),
    ]


def _waited(report: BrowserReport) -> Item:
    return Item("waited", "no reply" if not report.waited else "yes" if report.waited > 1000 else "no")
