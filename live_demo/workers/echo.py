"""The neighbor: a plain echo in the worker of a run. It answers at once, as long as its process can."""

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer


class EchoConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """Echoes each message. `connect()` is the inherited one, which accepts."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(f"echo: {text_data}")


class QueryingEchoConsumer(EchoConsumer):
    """The same, with each echo made where a query would be: in the one database thread of the process."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(await database_sync_to_async(_echo)(text_data))


def _echo(text: str | None) -> str:
    return f"echo: {text}"
