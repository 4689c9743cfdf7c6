"""What the client of a run did, as a script that another consumer can be played. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.script.language import ScriptRow
from live_demo.trace.point import Frame, TracePoint

MAX_ROWS = 60


@dataclass(frozen=True, slots=True)
class Inputs:
    """`rows` of client 1. `left_out` says what of the run they do not have, and why; '' where nothing is."""

    rows: list[ScriptRow]
    left_out: str = ""


def inputs_of(points: Sequence[TracePoint]) -> Inputs:
    """The inputs of the run with these points, as far as its record keeps them whole."""
    rows: list[ScriptRow] = []
    for frame in [point.frame for point in points if point.frame and point.frame.to == "server"]:
        row = _row_of(frame)
        if row is None:
            return Inputs(rows, f"The record does not keep this message whole: {frame.label}")
        if len(rows) == MAX_ROWS:
            return Inputs(rows, f"Only the first {MAX_ROWS} frames of the browser are compared")
        rows.append(row)
    return Inputs(rows)


def _row_of(frame: Frame) -> ScriptRow | None:
    match frame.kind:
        case "upgrade":
            path = frame.label.removeprefix("GET ").partition(" ")[0].partition("…")[2].removeprefix("/")
            return ScriptRow(do="connect", path=path)
        case "text":
            text = frame.label.removeprefix('text "').removesuffix('"')
            return ScriptRow(do="send", text=text) if len(text.encode()) == frame.size else None
        case "close":
            return ScriptRow(do="close", code=frame.code if frame.code and frame.code >= 1000 else 1000)
        case "lost":
            return ScriptRow(do="cut")
        case _:
            return None
