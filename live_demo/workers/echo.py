"""The neighbor: a plain echo in the worker of a run. It answers at once, as long as its process can."""

from channels.generic.websocket import AsyncWebsocketConsumer


class EchoConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """Echoes each message. `connect()` is the inherited one, which accepts."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(f"echo: {text_data}")
