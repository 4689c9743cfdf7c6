"""ASGI middleware: whether the process is alive, and whether it can serve.

Both answers come from the event loop. Neither waits for the threads that answer pages.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import close_old_connections
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from live_demo.sandbox.status import known
from tutorial.pages.refusals import send_whole
from tutorial.static_manifest import check_static_files
from tutorial.threads import DaemonThreads

SECONDS = 2.0
"""How long one check may take."""
FRESH_SECONDS = 1.0
"""How long the last states are told again, so that asking often costs nothing."""


def healthy(app: ASGI3Application) -> ASGI3Application:
    """Answer /healthz and /readyz; hand on all else to `app`."""
    readiness = Readiness()

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        path = cast(HTTPScope, scope)["path"]
        if path == "/healthz":
            await send_whole(HttpResponse("ok\n", content_type="text/plain"), send)
        elif path == "/readyz":
            await send_whole(await readiness.response(), send)
        else:
            await app(scope, receive, send)

    return served


class Readiness:
    """The results of the checks. Requests that come at the same time share one round of checks."""

    def __init__(self) -> None:
        self._running: asyncio.Task[dict[str, str]] | None = None
        self._began = 0.0

    async def response(self) -> HttpResponse:
        """200 if all checks pass, else 503. The body is {name: 'ok' or the failure}.

        That learners' own code is off is told there, and is no failure: everything else works.
        """
        now = time.monotonic()
        if not self._running or (self._running.done() and now - self._began > FRESH_SECONDS):
            self._running, self._began = asyncio.create_task(_states()), now
        states = await asyncio.shield(self._running)
        ready = all(state == "ok" for state in states.values())
        return JsonResponse(states | {"own code": _own_code()}, status=200 if ready else 503)


def _own_code() -> str:
    found = known()
    if found is None:
        return "being tested"
    return f"ok. {found.note}".removesuffix(". ") if found.is_on else f"off. {found.why}"


async def _states() -> dict[str, str]:
    found = await asyncio.gather(*(_state(check) for check in CHECKS.values()))
    return dict(zip(CHECKS, found, strict=True))


async def _state(check: Callable[[], Awaitable[None]]) -> str:
    try:
        await asyncio.wait_for(check(), SECONDS)
    except Exception as error:  # whatever an engine raises means that it is not ready
        return f"failed: {type(error).__name__}"
    return "ok"


def _in_thread(check: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    """Run `check` in a thread of its own, which may hang with its engine without holding up other checks."""
    thread = DaemonThreads(1, check.__name__)

    async def run() -> None:
        await asyncio.get_running_loop().run_in_executor(thread, check)

    return run


def _database() -> None:
    """Write a row: a full disk or a database that only reads is not ready. No session has this key."""
    try:
        Session.objects.update_or_create(
            session_key="readyz", defaults={"session_data": "", "expire_date": timezone.now()}
        )
    finally:
        close_old_connections()


def _cache() -> None:
    """Check the cache. It fails also while Redis is away and the process caches in its own memory."""
    cache.set("readyz", "ok", timeout=5)
    if cache.get("readyz") != "ok":
        raise RuntimeError("the cache forgot a value at once")
    if getattr(cache, "is_away", False):
        raise ConnectionError("the engine of the cache is away")


async def _channel_layer() -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel("readyz.")
    await layer.send(channel, {"type": "readyz"})
    await layer.receive(channel)


CHECKS: dict[str, Callable[[], Awaitable[None]]] = {
    "database": _in_thread(_database),
    "cache": _in_thread(_cache),
    "channel layer": _channel_layer,
    "static files": _in_thread(check_static_files),
}
