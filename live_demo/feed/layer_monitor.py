"""Watches the channel layer with messages to itself: a layer that has stopped raises no error."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

from channels.layers import get_channel_layer

from live_demo.feed.batch import Inbox

BEAT_SECONDS = 2
"""Seconds between two messages that this process sends to itself, while it has watchers."""
ANSWER_SECONDS = 2
"""How long such a message may take before the layer counts as lost."""


async def round_trip(layer: Any, channel: str) -> None:
    """Send a message to the new `channel` and receive it. Raises `TimeoutError`, or what the layer raises."""
    async with asyncio.timeout(ANSWER_SECONDS):
        await layer.send(channel, {"type": "hello"})
        await layer.receive(channel)


class LayerMonitor:
    """Tells all watchers of this process when the layer carries nothing any more."""

    def __init__(self) -> None:
        self._inboxes: set[Inbox] = set()
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def watched_by(self, inbox: Inbox) -> Iterator[None]:
        """Tell `inbox` when the layer is lost, while entered."""
        self._inboxes.add(inbox)
        self._task = self._task or asyncio.create_task(self._beat())
        try:
            yield
        finally:
            self._inboxes.discard(inbox)

    async def _beat(self) -> None:
        layer: Any = get_channel_layer()
        channel = ""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            if not self._inboxes:
                continue
            try:
                channel = channel or await layer.new_channel("pulse.")
                await round_trip(layer, channel)
            except Exception:  # whatever it is, nothing came back
                channel = ""  # the layer has forgotten it
                self._lose_all()

    def _lose_all(self) -> None:
        for inbox in self._inboxes:
            inbox.lose()
