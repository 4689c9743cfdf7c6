"""ASGI middleware: a handshake that the application leaves undecided is refused after a deadline.

Chromium allows one connecting socket for each host and port. A handshake that is never decided would block
every other socket of that browser to this site.
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
    """The application has accepted or closed after the deadline had refused the handshake."""


def handshake_deadline(app: ASGI3Application, seconds: float) -> ASGI3Application:
    """Answer 403 where `app` has neither accepted nor closed within `seconds` of the connection.

    What `app` sends after that raises `HandshakeDeadlineError` at its `await`.
    """

    async def bounded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        decided = asyncio.Event()
        expired = False

        async def send_in_time(event: ASGISendEvent) -> None:
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
            await app(scope, receive, send_in_time)
        finally:
            deadline.cancel()

    return bounded
