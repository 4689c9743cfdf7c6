"""A WebSocket of Daphne, whose waiting messages are bounded. Daphne itself queues them without limit.

Daphne's own limit of a message would bound what the server sends, too, so there is another for what it reads.
"""

from daphne.ws_protocol import WebSocketProtocol

from tutorial.serve.guard import MAX_FRAMES, MAX_WAITING


class BoundedSocket(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """Drops a connection whose client sends more than `most_bytes` in a message, or more than is read."""

    most_bytes: int
    _frames = 0
    _is_dropped = False

    def onMessageBegin(self, isBinary: bool) -> None:  # noqa: N802, N803  Autobahn's names
        self._frames = 0
        super().onMessageBegin(isBinary)

    def onMessageFrameBegin(self, length: int) -> None:  # noqa: N802
        self._frames += 1
        super().onMessageFrameBegin(length)
        if self._frames > MAX_FRAMES or self.message_data_total_length > self.most_bytes:
            self._drop()

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803
        if self._is_dropped:
            return
        if self.application_queue.qsize() >= MAX_WAITING:
            self._drop()
        else:
            super().onMessage(payload, isBinary)

    def _drop(self) -> None:
        self._is_dropped = self.failedByMe = True  # Autobahn collects no more of this message
        self.dropConnection(abort=True)
