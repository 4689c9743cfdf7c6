"""ASGI middleware: reads the body of a request, within limits, before a thread takes the request.

A thread that waited for a slow client would be missing for everybody else.
"""

import asyncio
import contextlib
from typing import Any, cast

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    HTTPRequestEvent,
    HTTPResponseBodyEvent,
    HTTPScope,
    Scope,
)
from django.conf import settings
from django.http import HttpResponse

from lessons.numbers import number_in
from tutorial.pages.body_limits import body_limit, too_large
from tutorial.pages.body_memory import FULL, FULL_SECONDS, FullError, body_memory
from tutorial.pages.refusals import refusal, send_start, send_whole

_ABOUT_LENGTH = (b"content-length", b"transfer-encoding")
SLOW = "Your request did not arrive completely in time. Try again when your connection is better."


class _TooLargeError(Exception):
    """Raised for a body with more bytes than its address takes."""


class _SlowError(Exception):
    """Raised for a body that is not complete in time."""


class _GoneError(Exception):
    """Raised if the client leaves before it has sent its whole body."""


def body_read(app: ASGI3Application) -> ASGI3Application:
    """Serve `app` with the whole body as one event. Its length is told even if it came in chunks.

    A body over its limit is refused with 413, one that is not complete in `BODIES["SECONDS"]` with 408. A
    large one is refused with 503 while others take all the space.
    """

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        http = cast(HTTPScope, scope)
        path, headers = http["path"], list(http["headers"])
        limit = body_limit(path, {name for name, _ in headers})
        body = _Body(limit)
        try:
            await body.read(dict(headers), receive)
            length = (b"content-length", str(len(body.data)).encode())
            known = [pair for pair in headers if pair[0] not in _ABOUT_LENGTH] + [length]
            await app(cast(Scope, {**http, "headers": known}), _Once(bytes(body.data), receive), send)
        except _TooLargeError:
            await _refuse_and_drop(refusal(path, 413, too_large(limit)), receive, send)
        except FullError:
            await _refuse_and_drop(refusal(path, 503, FULL, retry_after=FULL_SECONDS), receive, send)
        except _SlowError:
            await send_whole(refusal(path, 408, SLOW), send, is_last=True)
        except _GoneError:
            pass
        finally:
            body_memory.release(len(body.data))

    return served


class _Body:
    """The body of one request, as far as it has come."""

    def __init__(self, limit: int) -> None:
        self.data = bytearray()
        self._limit = limit

    async def read(self, headers: dict[bytes, bytes], receive: ASGIReceiveCallable) -> None:
        """Receive the whole body. Raises one of the errors above, or `FullError`."""
        declared = headers.get(b"content-length", b"0")
        length = number_in(declared.decode("latin-1"))
        if length is None or length > self._limit:
            raise _TooLargeError
        try:
            async with asyncio.timeout(settings.BODIES["SECONDS"]):
                await self._receive(receive)
        except TimeoutError as error:
            raise _SlowError from error

    async def _receive(self, receive: ASGIReceiveCallable) -> None:
        more = True
        while more:
            event: Any = await receive()
            if event["type"] == "http.disconnect":
                raise _GoneError
            self._add(event.get("body", b""))
            more = event.get("more_body", False)

    def _add(self, chunk: bytes) -> None:
        held = len(self.data)
        if held + len(chunk) > self._limit:
            raise _TooLargeError
        body_memory.grow(held, held + len(chunk))
        self.data += chunk


async def _refuse_and_drop(
    response: HttpResponse, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Send the refusal at once, then drop what still comes: a client whose data is reset reads nothing."""
    await send_start(response, send, is_last=True)
    await send(HTTPResponseBodyEvent(type="http.response.body", body=response.content, more_body=True))
    more = True
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(settings.BODIES["DROP_SECONDS"]):
            while more:
                event: Any = await receive()
                more = event["type"] == "http.request" and event.get("more_body", False)
    await send(HTTPResponseBodyEvent(type="http.response.body", body=b"", more_body=False))


class _Once:
    """The `receive` of an application whose request has the whole `body` in one event."""

    def __init__(self, body: bytes, receive: ASGIReceiveCallable) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> ASGIReceiveEvent:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return HTTPRequestEvent(type="http.request", body=body, more_body=False)
