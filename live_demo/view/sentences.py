"""A trace point in one sentence: it stands under the code, and screen readers announce it."""

from live_demo.lab import Lab
from live_demo.trace.point import TracePoint
from live_demo.trace.stored import CUT
from live_demo.view.expectation import expectation_message

_EVENTS = {
    "websocket.connect": "The upgrade request has arrived. The browser is CONNECTING "
    "until connect() has accepted.",
    "websocket.accept": "accept() has made the server answer 101. When the browser gets this answer, "
    "it fires open.",
    "websocket.receive": "A message has arrived and waits for receive().",
    "websocket.send": "send() has handed the message to the server. It does not wait for the browser, "
    "so this does not prove that the message arrived.",
}
_RETURNS = {
    "__init__": "Routing has created the consumer for this one connection. connect() has not run yet.",
    "connect": "connect() has returned. The consumer waits for the next event.",
    "receive": "receive() has returned. The consumer waits for the next event.",
    "disconnect": "disconnect() has returned. This consumer gets no more events.",
}
_NOTICES = {
    "worker.died": "The worker process of this run has ended ({how}), and the run with it.",
    "output.printed": "The code has written to its log.",
    "output.raised": "An exception has left the code. Its traceback is in the log.",
    "file.not_loaded": "The file cannot be run: {why}",
    "queue.waiting": "All places for own code are taken. You are number {place} in the queue.",
    "worker.missing": "No worker process was free for this run ({why}), so the handshake is refused.",
    "origin.asked": "The upgrade request has arrived. The server checks its Origin first.",
    "origin.refused": "The page's Origin is {origin}, not this site's: 403, before any consumer is created.",
    CUT: (
        "The record of this run is full. From here on it keeps only how the run ends. The socket stays open."
    ),
    "server.deadline": "The handshake was undecided for {seconds} s: the server drops the connection itself.",
    "neighbor.answered": "The second socket has got its answer, after {seconds} s.",
    "server.cut": "The server has reset the TCP connection, as you asked. No "
    "close frame was sent to either side.",
}
_ANSWERS = {
    "refuse": "The server answers HTTP 500 because of the exception. Your code did "
    "not send this. The browser sees 1006.",
    "close": "The server closes with 1011, internal error, because of the "
    "exception. Your code did not send this.",
    "lost": "The server drops the connection because of the exception. Your code "
    "did not do this. The browser sees 1006.",
}
_NOT_STARTED = "Nothing has run yet. As soon as a line runs, it is marked here."


def sentence(point: TracePoint | None, lab: Lab) -> str:
    """One sentence about `point`, or about no run yet for None. `lab` gives the text of its line."""
    if point is None:
        return _NOT_STARTED
    if point.layer == "learner":
        return expectation_message(point.expected)
    if point.event == "exception":
        where = f" in {point.function}(), line {point.line}" if point.function and point.line else ""
        if is_cancelled(point):
            return f"The server has cancelled the consumer{where}. No other method of it is called."
        who = "The consumer" if point.function else "The application"
        rest = "No other method of it is called; the server ends what is open."
        return f"{who} raised {point.error.rstrip('.')}{where}. {rest}"
    if point.error:
        return f"The server refused {point.event}: {point.error}."
    if point.event == "line" and point.line:
        return f"Line {point.line} is next: {lab.line(point.line)}"
    if point.layer == "server":
        return _notice(point, lab)
    if point.event == "return":
        return _RETURNS.get(point.function or "", f"{point.function}() has returned.")
    if point.event == "websocket.close":
        assert point.frame
        if point.frame.kind == "refuse":
            return "The handshake is refused: the server answers 403, and the browser sees close code 1006."
        why = f" The reason, which Daphne drops: {point.frame.reason}." if point.frame.reason else ""
        return f"The server closes the socket with {point.frame.code}.{why}"
    if point.event == "websocket.disconnect":
        if point.frame is None:
            return "The handshake is over. Now disconnect() is called."
        code = f"called with {point.frame.code}" if point.frame.code else "called without a code"
        return f"The socket is closed already. Now disconnect() is {code}."
    if point.event == "hidden":
        return "Something happens in the hidden code."
    return _EVENTS.get(point.event) or (
        f"{point.event} has arrived from the channel layer. Its handler runs next."
    )


def _notice(point: TracePoint, lab: Lab) -> str:
    """The sentence about what the serving process noticed of a run whose consumer is in a worker."""
    known = point.locals
    if point.event == "server.answers" and point.frame:
        return _ANSWERS[point.frame.kind]
    if point.event == "worker.blocked":
        line = f"line {point.line} blocks" if point.line else "something blocks"
        code = f": {lab.line(point.line)}" if point.line else ""
        return f"The worker has not answered for {known['seconds']} s: {line} its whole process{code}"
    if point.event == "worker.answers":
        return f"The worker answers again, after {known['seconds']} s in which its process stood still."
    return _NOTICES.get(point.event, point.event).format(**known)


def is_cancelled(point: TracePoint) -> bool:
    """Whether Daphne cancelled the consumer: when it stops, or 10 s after the end of the connection."""
    return point.error.startswith("CancelledError")
