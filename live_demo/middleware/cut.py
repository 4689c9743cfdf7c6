"""ASGI middleware: cut a connection as a vanishing client does. TCP is reset, and no close frame is sent.

ASGI has no event for this, so it looks behind the `send` that the server gave. Daphne's is a partial of its
`handle_reply` with the protocol as the argument, Uvicorn's a method of its protocol. Both have a transport.
"""

import asyncio
import functools
from typing import Any

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    Scope,
)

from live_demo.one_reader import OneReaderQueue
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import Frame

CUT_REQUEST = "cut this connection, please"
"""The message with which the page asks for a cut. The consumer never gets it."""
CUT_AND_RECONNECT_REQUEST = "cut this connection, please; I will reconnect"
"""The same from a page that is going to open a second connection in the same run."""
_REQUESTS = (CUT_REQUEST, CUT_AND_RECONNECT_REQUEST)


class CanNotCutError(RuntimeError):
    """Raised if `send` belongs to a server that this module does not know."""


def cuttable(app: ASGI3Application) -> ASGI3Application:
    """Cut the connection of `app` when the page asks for it, at once, whatever the consumer is doing then.

    The cut is recorded. The consumer is told of it as of any lost connection, by the server.
    """

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        events = OneReaderQueue[ASGIReceiveEvent]()

        async def listen() -> None:
            while True:
                event = await receive()
                if event["type"] == "websocket.receive" and event.get("text") in _REQUESTS:
                    await run.until_recorded()
                    run.will_reconnect = event.get("text") == CUT_AND_RECONNECT_REQUEST
                    run.recorder.notice("server.cut", {}, Frame("browser", "lost", "TCP reset"))
                    run.flush()
                    cut(send)
                else:
                    events.put(event)
                if event["type"] == "websocket.disconnect":
                    return

        listening = asyncio.create_task(listen())
        try:
            await app(scope, events.get, send)
        finally:
            listening.cancel()

    return served


def cut(send: ASGISendCallable) -> None:
    """Reset the connection behind `send`, which is the one that the server gave. Raises `CanNotCutError`."""
    transport = getattr(_protocol_of(send), "transport", None)
    abort = getattr(transport, "abortConnection", None) or getattr(transport, "abort", None)
    if abort is None:
        raise CanNotCutError(f"there is no connection behind {send!r}")
    abort()


def _protocol_of(send: Any) -> Any:
    if isinstance(send, functools.partial):
        return send.args[0]
    return getattr(send, "__self__", None)
