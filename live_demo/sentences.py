"""What a trace point says in words: one sentence under the code, and for who can not see it move."""

from live_demo.expect.words import told as told_of
from live_demo.lab import Lab
from live_demo.trace import TracePoint

_EVENTS = {
    "websocket.connect": "The upgrade request is here. The browser is still CONNECTING while connect() runs.",
    "websocket.accept": "accept() has made the server answer 101. Now the browser fires open.",
    "websocket.receive": "A message has arrived and waits for receive().",
    "websocket.send": "send() has handed the reply to the server. Its return proves no delivery.",
}
_RETURNS = {
    "__init__": "Routing has created the consumer for this one connection. connect() has not run yet.",
    "connect": "connect() has returned. The consumer waits for the next event.",
    "receive": "receive() has returned. The consumer waits for the next event.",
    "disconnect": "disconnect() has returned. This consumer is done.",
}
_NOT_STARTED = "No run yet. Connect opens a real WebSocket to this server."


def sentence(point: TracePoint | None, lab: Lab) -> str:
    """One sentence on `point`; `lab` gives the text of its line."""
    if point is None:
        return _NOT_STARTED
    if point.layer == "learner":
        return told_of(point.expected)
    if point.event == "exception":
        where = f" in {point.function}(), line {point.line}" if point.line else ""
        return f"The consumer raised {point.error}{where}. The server ends the connection for it."
    if point.error:
        return f"The server refused {point.event}: {point.error}."
    if point.event == "line" and point.line:
        return f"Line {point.line} is next: {lab.line(point.line)}"
    if point.event == "return":
        return _RETURNS.get(point.function or "", f"{point.function}() has returned.")
    if point.event == "websocket.close":
        assert point.frame
        if point.frame.kind == "refuse":
            return "The handshake is refused: the server answers 403, and the browser sees close code 1006."
        why = f": {point.frame.reason}" if point.frame.reason else ""
        return f"The server closes the socket with {point.frame.code}{why}."
    if point.event == "websocket.disconnect":
        if point.frame is None:
            return "The handshake is over. Now disconnect() is told."
        told = f"told {point.frame.code}" if point.frame.code else "told, without a code"
        return f"The socket is closed already. Now disconnect() is {told}."
    return _EVENTS.get(point.event, point.event)


def ending(points: list[TracePoint]) -> str:
    """How a run ended, in a sentence."""
    frames = [point.frame for point in points if point.frame]
    messages = sum(frame.kind in ("text", "binary") and frame.to == "server" for frame in frames)
    if any(point.event == "exception" for point in points):
        return "An exception in the consumer ended the run."
    if not any(frame.kind == "accept" for frame in frames):
        return "The handshake was refused: the socket never opened."
    count = f"{messages} message{'' if messages == 1 else 's'}"
    server = next((frame for frame in frames if frame.kind == "close" and frame.to == "browser"), None)
    if server:
        why = f" ({server.reason})" if server.reason else ""
        return f"The server closed the socket with {server.code}{why}, after {count}."
    if frames[-1].kind == "lost":
        return f"The connection was lost after {count}: no close frame came."
    if frames[-1].kind == "close":
        code = frames[-1].code
        return f"The browser closed the socket {f'with {code}' if code else 'without a code'}, after {count}."
    return f"The server stopped during the run, after {count}."
