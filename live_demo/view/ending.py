"""How a run ended, in one or two sentences."""

import re

from live_demo.sandbox.output import RAISED
from live_demo.trace.close_codes import ROOM_CLOSED, ROOM_LEFT
from live_demo.trace.point import TracePoint
from live_demo.trace.stored import CUT, MAX_RECORD_BYTES
from live_demo.view.sentences import is_cancelled

_ANSWERED = {
    "refuse": "The server answered HTTP 500 for it.",
    "close": "The server closed {} socket with 1011 for it.",
    "lost": "The server dropped the connection for it, without a close frame.",
}
_MEANS = {1001: " (its page was left or loaded again)"}
_NAME = re.compile(r"^(?!Traceback )([A-Za-z_][\w.]{0,80})(?=:|$)", re.MULTILINE)
_LINE = re.compile(r'File "\w+\.py", line (\d+)')
_WAS_CUT = (
    f" A record holds {MAX_RECORD_BYTES // 1024} KB, and this run had more: "
    "between the point at which the record was full and the end of the run, nothing was kept."
)


def ending(points: list[TracePoint], letter: str = "") -> str:
    """A few sentences about how the run with these points ended, and whether its record was cut.

    `letter` is 'A' or 'B' where two browsers were on the bench.
    """
    is_cut = any(point.event == CUT for point in points)
    return f"{_ending(points, letter, is_cut=is_cut)}{_WAS_CUT if is_cut else ''}"


def has_failed(points: list[TracePoint]) -> bool:
    """Whether an exception ended the run, or its learner's own code could not be run to its end."""
    raised = any(_ends_the_run(point) for point in points[: _index_of_disconnect(points)])
    return raised or bool(own_ending(points))


def failing_line(points: list[TracePoint]) -> int | None:
    """The line of a learner's own code at which its run failed; None where nothing names one."""
    for point in points:
        if point.event == "file.not_loaded":
            return int(point.locals["line"]) if point.locals["line"] else None
    traceback = next((point.locals["text"] for point in points if point.event == RAISED), "")
    lines = _LINE.findall(traceback)
    return int(lines[-1]) if lines else None


def own_ending(points: list[TracePoint]) -> str:
    """How the run of a learner's own code ended before its connection did; empty where it did not."""
    for point in points:
        if point.event == "file.not_loaded":
            line = f" at line {point.locals['line']}" if point.locals["line"] else ""
            return f"Your file could not be run{line}: {point.locals['why'].rstrip('.')}."
        if point.event == "worker.died":
            return f"Your code was ended: {point.locals['how']}."
        if point.event == "worker.missing":
            return f"Your code was not run: {point.locals['why']}."
    return ""


def _ending(points: list[TracePoint], letter: str, *, is_cut: bool) -> str:
    whose = f"{letter}’s" if letter else "the"
    first = whose.capitalize()  # at the beginning of a sentence
    frames = [point.frame for point in points if point.frame]
    messages = sum(frame.kind in ("text", "binary") and frame.to == "server" for frame in frames)
    own = next((frame for frame in frames if frame.by == "server"), None)
    if raised := [point for point in points[: _index_of_disconnect(points)] if _ends_the_run(point)]:
        answer = f" {_ANSWERED[own.kind].format(whose)}" if own else ""
        return f"{_exception(points, raised[0])} ended {whose} run.{answer}"
    if own and own.kind == "refuse":
        return f"{_ANSWERED[own.kind]} {first} socket never opened."
    if not any(frame.kind == "accept" for frame in frames):
        if frames and frames[-1].kind == "lost":
            return f"{first} connection was lost before it was accepted: {whose} socket never opened."
        return f"{first} handshake was refused: {whose} socket never opened."
    count = f"{'at least ' if is_cut else ''}{messages} message{'' if messages == 1 else 's'}"
    server = next((frame for frame in frames if frame.kind == "close" and frame.to == "browser"), None)
    if server and server.code in (ROOM_CLOSED, ROOM_LEFT):  # such a reason is a sentence
        return f"{server.reason} The server closed your lab socket with {server.code}, after {count}."
    if server:
        why = f" ({server.reason})" if server.reason else ""
        return f"The server closed {whose} socket with {server.code}{why}, after {count}."
    if frames[-1].kind == "lost":
        return f"{first} connection was lost after {count}: no close frame came."
    if frames[-1].kind == "close":
        code = frames[-1].code
        with_code = f"with {code}{_MEANS.get(code, '')}" if code else "without a code"
        closed = f"Browser {letter} closed its socket" if letter else "The browser closed the socket"
        return f"{closed} {with_code}, after {count}."
    if any(point.event == "hidden" for point in points):
        return f"{first} connection ended after {count}; your browser saw how."
    return f"The server stopped during the run, after {count}."


def _exception(points: list[TracePoint], raised: TracePoint) -> str:
    """What ended the run: the exception's name, and the line of the file that is shown, as far as known.

    The traceback of own code, which is recorded, names the line in the learner's own files.
    """
    text = next((point.locals["text"] for point in points if point.event == RAISED), "")
    last = next(reversed(list(_LINE.finditer(text))), None)
    if last and (name := _NAME.search(text, last.end())):
        return f"{name[1]} at line {last[1]}"
    if kind := raised.error.partition(":")[0]:
        return f"{kind} at line {raised.line}" if raised.function and raised.line else kind
    return f"An exception{' in the consumer' if raised.function else ''}"


def _ends_the_run(point: TracePoint) -> bool:
    return point.event == "exception" and not is_cancelled(point)


def _index_of_disconnect(points: list[TracePoint]) -> int:
    """Index of the point 'websocket.disconnect', else the number of points.

    The browser does not see an exception after it.
    """
    return next((n for n, point in enumerate(points) if point.event == "websocket.disconnect"), len(points))
