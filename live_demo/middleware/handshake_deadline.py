"""ASGI middleware: a handshake that the application leaves undecided is refused after a deadline.

Chromium allows one connecting socket for each host and port. A handshake that is never decided would block
every other socket of that browser to this site.
"""

import asyncio
from collections.abc import Awaitable

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
    WebSocketCloseEvent,
)


class HandshakeDeadlineError(RuntimeError):
    """Raised if the application accepts or closes after the deadline has refused the handshake."""


def handshake_deadline(app: ASGI3Application, seconds: float) -> ASGI3Application:
    """Answer 403 where `app` has neither accepted nor closed within `seconds` of the connection.

    What `app` sends after that raises `HandshakeDeadlineError` at its `await`. The
    time begins anew when `app` gets `websocket.connect`: until then it waits for others.
    """

    async def bounded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        loop, overdue = asyncio.get_running_loop(), asyncio.Event()
        timer = loop.call_later(seconds, overdue.set)

        is_decided = False

        async def begin() -> ASGIReceiveEvent:
            nonlocal timer
            event = await receive()
            if event["type"] == "websocket.connect" and not overdue.is_set():
                timer.cancel()
                timer = loop.call_later(seconds, overdue.set)
            return event

        def next_event() -> Awaitable[ASGIReceiveEvent]:
            return receive() if is_decided else begin()

        async def send_in_time(event: ASGISendEvent) -> None:
            nonlocal is_decided
            if not is_decided:
                if overdue.is_set():
                    raise HandshakeDeadlineError("the handshake was refused: it had been left undecided")
                is_decided = True
                timer.cancel()
                refusing.cancel()  # no task need wait as long as the socket is open
            await send(event)

        async def refuse() -> None:
            await overdue.wait()
            await send(WebSocketCloseEvent(type="websocket.close", code=1000, reason=None))

        refusing = asyncio.create_task(refuse())
        try:
            await app(scope, next_event, send_in_time)
        finally:
            timer.cancel()
            refusing.cancel()

    return bounded
