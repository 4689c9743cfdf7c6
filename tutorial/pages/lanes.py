"""The threads that answer plain HTTP, in lanes: what makes one lane wait holds up no other.

Pages are read in one lane. What is sent waits for the database, in a second one. Passwords are hashed in a
third, which is narrow because each of them takes a processor for about half a second.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

from tutorial.pages.refusals import refusal, send_whole
from tutorial.threads import DaemonThreads

BUSY = "Too many people are using this at the same moment. Try again in a few seconds."
BUSY_SECONDS = 3
_HASHING = (
    "/account/sign-",
    "/account/password/",
    "/account/delete/",
    "/admin/login/",
    "/admin/password_change/",
    "/admin/auth/user/",
)
_SAFE = ("GET", "HEAD", "OPTIONS")


class Lane:
    """So many threads for a WSGI application. A request is refused with 503 while `waiting` others wait."""

    def __init__(self, app: Any, name: str, *, threads: int, waiting: int) -> None:
        self._threads = DaemonThreads(threads, name)
        self._most = waiting
        # The queue is without limit: no thread waits until a client has read its response.
        self._pages = WSGIMiddleware(app, send_queue_size=0)
        self._pages.executor = cast(Any, self._threads)

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if self._threads.waiting() >= self._most:
            path = cast(HTTPScope, scope)["path"]
            await send_whole(refusal(path, 503, BUSY, retry_after=BUSY_SECONDS), send)
        else:
            await self._pages(cast(Any, scope), cast(Any, receive), cast(Any, send))


def in_lanes(app: Any) -> ASGI3Application:
    """The ASGI application that answers with the WSGI application `app`, in three lanes."""
    reading = Lane(app, "reading", threads=4, waiting=400)
    writing = Lane(app, "writing", threads=2, waiting=200)
    signing_in = Lane(app, "signing-in", threads=2, waiting=50)

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        http = cast(HTTPScope, scope)
        if http["method"] in _SAFE:
            lane = reading
        elif http["path"].startswith(_HASHING):
            lane = signing_in
        else:
            lane = writing
        await lane(scope, receive, send)

    return served
