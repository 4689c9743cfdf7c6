"""The plain design to compare with: stock consumers, and a `group_send` for each event of the lab socket."""

import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from bench.neighbor import SLOW_SECONDS

FRAGMENT_BYTES = 953  # what a row and its neighbors took in the prototype


class GroupSendLab(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """Echoes, and tells the group of the run: two events an exchange."""

    async def connect(self) -> None:
        await self.accept()

    async def receive(self, text_data: str = "", bytes_data: bytes | None = None) -> None:
        await self._send_to_group(text_data)
        await self.send(f"echo: {text_data}")
        await self._send_to_group(text_data)

    async def _send_to_group(self, text: str) -> None:
        html = text.ljust(FRAGMENT_BYTES, ".")
        await self.channel_layer.group_send(_group(self), {"type": "point", "html": html})


class GroupSendWatch(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Hands what the group is told to the page."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(_group(self), self.channel_name)
        await self.accept()

    async def point(self, event: dict[str, Any]) -> None:
        await self.send(event["html"])

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(_group(self), self.channel_name)


class SlowConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """A neighbor whose database takes its time; waiting for it costs no processor."""

    async def receive(self, text_data: str = "", bytes_data: bytes | None = None) -> None:
        await database_sync_to_async(time.sleep)(SLOW_SECONDS)
        await self.send(text_data)


def _group(consumer: Any) -> str:
    ticket: str = consumer.scope["url_route"]["kwargs"]["ticket"]
    return "run." + ticket.replace(":", ".")[:90]
