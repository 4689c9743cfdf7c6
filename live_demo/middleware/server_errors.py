"""What the server does by itself when an exception leaves the application: no ASGI event tells of it.

It is what each server was measured to do (tests/truth/claims.toml: 5, 5b, 7, 9, 10 and 17-type). Of a server
that was not measured nothing is said.
"""

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope

from live_demo.middleware.server_name import server_name
from live_demo.trace.live_run import LiveRun
from live_demo.trace.point import Frame

_CLIENT_GONE = frozenset({"Disconnected", "ClientDisconnected"})
"""What Daphne and Uvicorn raise on a send when nobody is there any more: then nothing is answered."""


def own_answer(server: str, *, accepted: bool) -> Frame | None:
    """What `server`, such as 'Daphne 4.2.3', puts on the wire; None where that is not known."""
    kind = server.partition(" ")[0]
    if kind not in ("Daphne", "Uvicorn"):
        return None
    if not accepted:
        return Frame("browser", "refuse", "HTTP 500", code=500, by="server")
    if kind == "Daphne":
        return Frame("browser", "close", "close 1011", code=1011, by="server")
    return Frame("browser", "lost", "connection dropped, no close frame", by="server")


def with_own_answer(app: ASGI3Application) -> ASGI3Application:
    """`app`, and in the record of its run what the server does when an exception leaves it."""

    async def answered(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:
            run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
            recorder = run.recorder
            if not recorder.is_over and type(error).__name__ not in _CLIENT_GONE:
                recorder.answered(own_answer(server_name(), accepted=recorder.is_accepted))
                run.flush()
            raise

    return answered
