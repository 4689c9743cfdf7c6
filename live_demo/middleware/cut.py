"""Cut a connection as a vanishing client does: reset the TCP connection, send no close frame.

ASGI has no event for it, so this looks behind the `send` that the server gave: Daphne's is a partial of its
`handle_reply` with the protocol as its argument, Uvicorn's a method of its protocol. Both have a transport.
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

from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import Frame

CUT_PLEASE = "cut this connection, please"
"""The message with which the page asks for the cut; the consumer never gets it."""
CUT_AND_BACK = "cut this connection, please; I come back"
"""The same, where the page is going to open a second connection in the same run."""


class CanNotCutError(RuntimeError):
    """The server's `send` is none that is known here."""


def cuttable(app: ASGI3Application) -> ASGI3Application:
    """Cut the connection of `app` when the page asks for it, whatever its consumer is doing then."""

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        events: asyncio.Queue[ASGIReceiveEvent] = asyncio.Queue()

        async def listen() -> None:
            while True:
                event = await receive()
                if event["type"] == "websocket.receive" and event.get("text") in (CUT_PLEASE, CUT_AND_BACK):
                    run.will_reconnect = event.get("text") == CUT_AND_BACK
                    run.recorder.notice("server.cut", {}, Frame("server", "lost", "TCP reset"))
                    run.flush()
                    cut(send)
                else:
                    events.put_nowait(event)
                if event["type"] == "websocket.disconnect":
                    return

        listening = asyncio.create_task(listen())
        try:
            await app(scope, events.get, send)
        finally:
            listening.cancel()

    return served


def cut(send: ASGISendCallable) -> None:
    """Drop the connection behind the server's own `send`, at once. Raises `CanNotCutError`."""
    transport = getattr(_protocol_of(send), "transport", None)
    abort = getattr(transport, "abortConnection", None) or getattr(transport, "abort", None)
    if abort is None:
        raise CanNotCutError(f"there is no connection behind {send!r}")
    abort()


def _protocol_of(send: Any) -> Any:
    if isinstance(send, functools.partial):
        return send.args[0]
    return getattr(send, "__self__", None)
