"""ASGI middleware: what one lab socket may cost. Beyond a limit it is closed, and only it."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
    WebSocketCloseEvent,
)
from django.conf import settings

from live_demo.trace.close_codes import TOO_LARGE, TOO_LONG, TOO_MANY
from live_demo.trace.live_run import LiveRun


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes a message, messages a run, messages a second, and seconds that a run may last.

    In a room each message costs as much as the room has members, so that fewer of them may come in a second.
    """

    message_bytes: int
    messages: int
    messages_per_second: int
    messages_per_second_in_room: int
    seconds: float


def site_limits(seconds: float) -> Limits:
    """Those of this site's settings, for a run that may last `seconds`."""
    values = settings.LIVE_DEMO
    return Limits(
        message_bytes=values["MAX_MESSAGE_BYTES"],
        messages=values["MAX_MESSAGES"],
        messages_per_second=values["MAX_MESSAGES_PER_SECOND"],
        messages_per_second_in_room=values["ROOM_MESSAGES_PER_SECOND"],
        seconds=seconds,
    )


def limited(app: ASGI3Application, limits: Limits) -> ASGI3Application:
    """Hand on to `app` what stays within `limits`; close the socket on the first thing that does not, and
    when the run is dismissed.

    Stands before the tap: what is refused is recorded here, as it never reaches the consumer.
    """

    async def guarded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        most_a_second = limits.messages_per_second_in_room if run.seat else limits.messages_per_second
        count = 0
        window_start, in_window = time.monotonic(), 0
        closed = False

        async def close(code: int, reason: str) -> None:
            nonlocal closed
            closed = True
            event = WebSocketCloseEvent(type="websocket.close", code=code, reason=reason)
            await send(event)
            run.recorder.event(event)

        def excess(event: Mapping[str, Any]) -> tuple[int, str] | None:
            nonlocal count, window_start, in_window
            count += 1
            now = time.monotonic()
            if now - window_start >= 1:
                window_start, in_window = now, 0
            in_window += 1
            if _size(event) > limits.message_bytes:
                return TOO_LARGE, f"a message may have at most {limits.message_bytes} bytes"
            if count > limits.messages or in_window > most_a_second:
                return (
                    TOO_MANY,
                    f"at most {most_a_second} messages a second, {limits.messages} a run",
                )
            return None

        async def guarded_receive() -> ASGIReceiveEvent:
            while True:
                event = await receive()
                if event["type"] != "websocket.receive":
                    return event
                if closed:
                    continue  # what was under way when the socket was closed
                over = excess(event)
                if not over:
                    return event
                run.recorder.event(event, reaches=False)
                await close(*over)

        async def expire() -> None:
            try:
                async with asyncio.timeout(limits.seconds):
                    code, reason = await run.dismissed
            except TimeoutError:
                code, reason = TOO_LONG, f"a run may last at most {limits.seconds:.0f} s"
            await close(code, reason)

        lifetime = asyncio.create_task(expire())
        try:
            await app(scope, guarded_receive, send)
        finally:
            lifetime.cancel()

    return guarded


def _size(event: Mapping[str, Any]) -> int:
    text = event.get("text")
    return len(text.encode(errors="replace")) if text is not None else len(event.get("bytes") or b"")
