"""The frame that an ASGI event stands for, as the sequence diagram draws it. Pure."""

from collections.abc import Mapping
from typing import Any

from live_demo.trace.point import Frame


def frame_of(event: Mapping[str, Any], *, path: str, accepted: bool, closed: bool) -> Frame | None:
    """The frame of `event`; None where there is nothing to draw.

    `accepted` and `closed` say whether the server's side had accepted and closed before this event. `path` is
    that of the request.
    """
    kind = event["type"]
    if kind == "websocket.receive" or kind == "websocket.send":
        return _message("server" if kind == "websocket.receive" else "browser", event)
    if kind == "websocket.connect":
        return Frame("server", "upgrade", f"GET {path} Upgrade: websocket")
    if kind == "websocket.accept":
        return Frame("browser", "accept", "101 Switching Protocols", code=101)
    if kind == "websocket.close":
        if not accepted:
            return Frame("browser", "refuse", "403 Forbidden", code=403)
        code = event.get("code") or 1000
        return Frame("browser", "close", f"close {code}", code=code, reason=event.get("reason") or "")
    if kind == "websocket.disconnect":
        return _disconnected(event, accepted=accepted, closed=closed)
    return None


def _disconnected(event: Mapping[str, Any], *, accepted: bool, closed: bool) -> Frame | None:
    """The end of a connection that 'websocket.disconnect' tells of; None after a refused handshake.

    Uvicorn gives 1005 for a close frame without a code and for a lost connection. Only the former has a
    reason.
    """
    code = event.get("code")
    if not accepted:
        return None if closed else Frame("server", "lost", "gone before it was accepted", code=code)
    if code == 1005 and "reason" in event and not closed:
        return Frame("server", "close", "close, no code")
    if code in (1005, 1006) and not closed:
        return Frame("server", "lost", f"connection lost ({code})", code=code)
    return Frame("server", "close", f"close {code}" if code else "close, no code", code=code)


def _message(to: Any, event: Mapping[str, Any]) -> Frame:
    text = event.get("text")
    if text is None:
        data = event.get("bytes") or b""
        return Frame(to, "binary", f"binary, {len(data)} bytes", len(data))
    shown = (text if len(text) <= 60 else text[:59] + "…").replace("\0", "\u2400")
    return Frame(to, "text", f'text "{shown}"', utf8_length(text))


def utf8_length(text: str) -> int:
    """Bytes of `text` on the wire."""
    return len(text) if text.isascii() else len(text.encode(errors="replace"))
