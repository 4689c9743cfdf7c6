"""ASGI middleware: a handshake that the application leaves undecided is refused after a while.

Chromium allows one connecting socket for each host and port: one that is never decided would block
every other socket of that browser.
"""

import asyncio

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
    WebSocketCloseEvent,
)


class HandshakeDeadlineError(RuntimeError):
    """The application decided after the deadline had refused for it."""


def handshake_deadline(app: ASGI3Application, seconds: float) -> ASGI3Application:
    """Close with HTTP 403 what `app` has neither accepted nor closed `seconds` after it was connected."""

    async def bounded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        decided = asyncio.Event()
        expired = False

        async def decide(event: ASGISendEvent) -> None:
            if expired:
                raise HandshakeDeadlineError("the handshake was refused: it had been left undecided")
            decided.set()
            await send(event)

        async def expire() -> None:
            nonlocal expired
            try:
                async with asyncio.timeout(seconds):
                    await decided.wait()
            except TimeoutError:
                expired = True
                await send(WebSocketCloseEvent(type="websocket.close", code=1000, reason=None))

        deadline = asyncio.create_task(expire())
        try:
            await app(scope, receive, decide)
        finally:
            deadline.cancel()

    return bounded
