"""What the ASGI server does by itself when an exception leaves the application. No ASGI event tells of it.

Each server is described as it was measured (tests/truth/claims.toml: 5, 5b, 7, 9, 10 and 17-type). Nothing is
said of a server that was not measured.
"""

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope

from live_demo.middleware.server_name import server_name
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import Frame

_CLIENT_GONE = frozenset({"Disconnected", "ClientDisconnected"})
"""The errors that Daphne and Uvicorn raise on a send after the client has gone: no response follows."""


def server_response(server: str, *, accepted: bool) -> Frame | None:
    """The frame that `server`, such as 'Daphne 4.2.3', sends then; None for an unknown server.

    `accepted`: whether the handshake was over.
    """
    kind = server.partition(" ")[0]
    if kind not in ("Daphne", "Uvicorn"):
        return None
    if not accepted:
        return Frame("browser", "refuse", "HTTP 500", code=500, by="server")
    if kind == "Daphne":
        return Frame("browser", "close", "close 1011", code=1011, by="server")
    return Frame("browser", "lost", "connection dropped, no close frame", by="server")


def with_server_response(app: ASGI3Application) -> ASGI3Application:
    """`app`, with the server's response to an exception in the record of its run. Re-raises it."""

    async def recorded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:
            run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
            connection = run.recorder.connection
            if not connection.is_over and type(error).__name__ not in _CLIENT_GONE:
                run.recorder.server_responded(server_response(server_name(), accepted=connection.is_accepted))
                run.flush()
            raise

    return recorded
