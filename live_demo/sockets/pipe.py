"""One end of a conversation between two processes over the channel layer, in messages of {"type": ...}."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from channels.layers import get_channel_layer

LEAVE_SECONDS = 2
"""How long a run waits at its end for a channel layer that does not answer."""

Message = dict[str, Any]


class Pipe:
    """What arrives on `channel`, in its order. `to` is the channel of the other end, once it is known."""

    def __init__(self, layer: Any, channel: str) -> None:
        self.channel = channel
        self.to = ""
        self._layer = layer
        self._arrived: asyncio.Queue[Message] = asyncio.Queue()

    async def get(self) -> Message:
        """The next message of the other end."""
        return await self._arrived.get()

    async def put(self, message: Message) -> None:
        """Send `message` to the other end. Raises what the layer raises."""
        await self._layer.send(self.to, message)

    async def receive_all(self) -> None:
        """Take in what arrives, until cancelled: only then does a layer give the channel up."""
        while True:
            self._arrived.put_nowait(await self._layer.receive(self.channel))


@asynccontextmanager
async def open_pipe(group: str = "") -> AsyncIterator[Pipe]:
    """A pipe with a channel of its own, which is in `group`, if given. Raises what the layer raises."""
    layer: Any = get_channel_layer()
    pipe = Pipe(layer, await layer.new_channel())
    receiving = asyncio.create_task(pipe.receive_all())
    try:
        if group:
            await layer.group_add(group, pipe.channel)
        yield pipe
    finally:
        receiving.cancel()
        leaving = asyncio.create_task(_leave(layer, group, pipe.channel))
        await asyncio.wait([receiving, leaving], timeout=LEAVE_SECONDS)


async def _leave(layer: Any, group: str, channel: str) -> None:
    if group:
        with contextlib.suppress(Exception):  # a layer that is gone has forgotten the channel anyway
            await layer.group_discard(group, channel)


async def send_to_group(group: str, message: Message) -> None:
    """Send `message` to every pipe in `group`. Raises what the layer raises."""
    layer: Any = get_channel_layer()
    await layer.group_send(group, message)
