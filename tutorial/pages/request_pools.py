"""The threads that answer plain HTTP, in pools: what makes one pool wait holds up no other.

Pages are read in one pool. What is sent waits for the database, in a second one. Passwords are hashed in a
third, which is small because each of them takes a processor for about half a second. What waits for a
sandboxed worker has a fourth.

In each pool the networks take turns, and one network fills at most its share of those who may wait.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope
from django.http import HttpResponse

from lessons.network_limits import network_in, share_of
from tutorial.pages.refusals import refusal, send_whole
from tutorial.threads import DaemonThreads, owner

BUSY = "Too many people are using this right now. Try again in a few seconds."
BUSY_OF_ONE = "Too many requests from your network are waiting. Try again in a few seconds."
BUSY_SECONDS = 3
_HASHING = (
    "/account/sign-",
    "/account/password/",
    "/account/delete/",
    "/admin/login/",
    "/admin/password_change/",
    "/admin/auth/user/",
)
_EXPLAINED = "/why/"
_SAFE = ("GET", "HEAD", "OPTIONS")


class RequestPool:
    """`threads` threads for a WSGI application. While `waiting` requests wait, the next one gets 503.

    It gets 429 while the waiting requests of its network fill that network's share.
    """

    def __init__(self, app: Any, name: str, *, threads: int, waiting: int) -> None:
        self._threads = DaemonThreads(threads, name)
        self._most = waiting
        # The queue is without limit: no thread waits until a client has read its response.
        self._pages = WSGIMiddleware(app, send_queue_size=0)
        self._pages.executor = cast(Any, self._threads)

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        network = network_in(scope)
        if refused := self._refused(cast(HTTPScope, scope)["path"], network):
            await send_whole(refused, send)
        else:
            owner.set(network)
            await self._pages(cast(Any, scope), cast(Any, receive), cast(Any, send))

    def _refused(self, path: str, network: str) -> HttpResponse | None:
        if self._threads.waiting() >= self._most:
            return refusal(path, 503, BUSY, retry_after=BUSY_SECONDS)
        if self._threads.waiting(network) >= share_of(self._most):
            return refusal(path, 429, BUSY_OF_ONE, retry_after=BUSY_SECONDS)
        return None


def in_pools(app: Any) -> ASGI3Application:
    """The ASGI application that answers with the WSGI application `app`, in four pools."""
    reading = RequestPool(app, "reading", threads=4, waiting=1000)
    writing = RequestPool(app, "writing", threads=2, waiting=500)
    signing_in = RequestPool(app, "signing-in", threads=2, waiting=200)
    explaining = RequestPool(app, "explaining", threads=2, waiting=40)

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        http = cast(HTTPScope, scope)
        if http["method"] in _SAFE:
            pool = reading
        elif http["path"].startswith(_HASHING):
            pool = signing_in
        elif http["path"].endswith(_EXPLAINED):
            pool = explaining
        else:
            pool = writing
        await pool(scope, receive, send)

    return served
