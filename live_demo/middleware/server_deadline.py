"""ASGI middleware: end an undecided handshake when Daphne, as it is shipped, ends it.

This site's Daphne waits longer (`tutorial.serve.with_daphne`). A what-if about the server's own deadline has
to show the shipped one. Uvicorn has no such deadline, and nothing is done under it.
"""

import asyncio
from typing import Any

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope

from live_demo.middleware.cut import cut
from live_demo.middleware.server_name import server_name
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import Frame

DAPHNE_SECONDS = 5.0
"""Daphne's `websocket_connect_timeout` (tests/truth/claims.toml: 2 and 36)."""
_DECIDES = ("websocket.accept", "websocket.close")


def server_seconds() -> float | None:
    """Seconds after which this process's server drops an undecided handshake by default; None for never."""
    return DAPHNE_SECONDS if server_name().startswith("Daphne") else None


def server_deadline(app: ASGI3Application) -> ASGI3Application:
    """Reset the connection of `app` where it is still undecided after `server_seconds()`. It is recorded."""

    async def bounded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        seconds = server_seconds()

        def drop() -> None:
            frame = Frame("browser", "lost", "connection dropped, no answer", by="server")
            run.recorder.notice("server.deadline", {"seconds": f"{seconds:.0f}"}, frame)
            run.flush()
            cut(send)

        timer = asyncio.get_running_loop().call_later(seconds, drop) if seconds else None

        async def decide(event: Any) -> None:
            if timer and event["type"] in _DECIDES:
                timer.cancel()
            await send(event)

        try:
            await app(scope, receive, decide)
        finally:
            if timer:
                timer.cancel()

    return bounded
