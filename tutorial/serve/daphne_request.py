"""A request of Daphne, whose body is bounded while it comes.

Daphne stores a whole body before the application hears of the request, however large it is.
"""

from typing import Any

from daphne.http_protocol import WebRequest
from django.http import HttpResponse

from tutorial.pages.body_limits import body_limit, too_large
from tutorial.pages.body_memory import FULL, FULL_SECONDS, FullError, body_memory
from tutorial.pages.refusals import refusal


class BoundedRequest(WebRequest):  # type: ignore[misc]  # Daphne has no types
    """Refuses a body over its limit at once, and drops what still comes of it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # Nobody reads the form that Twisted would make of the body: Django does so itself.
        super().__init__(*arguments, **options, parsePOSTFormSubmission=False)
        self._guarded = self.transport.guarded
        self._size = 0
        self._is_refused = False

    def gotLength(self, length: int | None) -> None:  # noqa: N802  Twisted's name
        """Handle complete headers. `length` is the declared size of the body in bytes, if it has one."""
        self._guarded.awaits_body()
        self._address = self.channel._path.split(b"?")[0].decode("latin1")
        names = {name.lower() for name, _ in self.requestHeaders.getAllRawHeaders()}
        self._limit = body_limit(self._address, names)
        super().gotLength(0 if (length or 0) > self._limit else length)
        if (length or 0) > self._limit:
            self._refuse_too_large()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        """Handle a part of the body."""
        if self._is_refused:
            return
        size = self._size + len(data)
        if size > self._limit:
            self._refuse_too_large()
            return
        try:
            body_memory.grow(self._size, size)
        except FullError:
            self._refuse(refusal(self._address, 503, FULL, retry_after=FULL_SECONDS))
            return
        self._size = size
        super().handleContentChunk(data)

    def requestReceived(self, *line: bytes) -> None:  # noqa: N802
        """Handle the complete request."""
        if self._is_refused:
            self.channel.loseConnection()
        else:
            super().requestReceived(*line)

    def process(self) -> Any:
        """Hand the request on to the application, or to a WebSocket."""
        self._guarded.responds()
        done = super().process()
        if self.transport is None:  # Daphne has given it to a WebSocket
            self._guarded.becomes_socket()
            self._release()
        return done

    def finish(self) -> None:
        """Handle the end of the response."""
        self._release()
        self._guarded.awaits_request()
        super().finish()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        self._release()
        super().connectionLost(reason)

    def _release(self) -> None:
        body_memory.release(self._size)
        self._size = 0

    def _refuse_too_large(self) -> None:
        self._refuse(refusal(self._address, 413, too_large(self._limit)))

    def _refuse(self, response: HttpResponse) -> None:
        """Write the response before the request has come whole. It is the last on this connection."""
        self._is_refused = True
        self._release()
        self.content.seek(0)
        self.content.truncate()
        head = {**response.headers, "Content-Length": len(response.content), "Connection": "close"}
        lines = [f"HTTP/1.1 {response.status_code} {response.reason_phrase}"]
        lines += [f"{name}: {value}" for name, value in head.items()]
        self.channel.transport.write("\r\n".join([*lines, "", ""]).encode("latin1") + response.content)
        self._guarded.drops_body()
