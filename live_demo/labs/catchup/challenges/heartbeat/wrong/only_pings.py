# caught by: answers
import asyncio
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer


class HeartbeatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.seconds = float(parse_qs(self.scope["query_string"])[b"seconds"][0])
        self.silence = asyncio.create_task(self.close_later())
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        what, _, rest = text_data.partition(" ")
        if what == "every":
            self.seconds = float(rest)
        self.silence.cancel()
        self.silence = asyncio.create_task(self.close_later())
        if text_data == "ping":
            await self.send("pong")

    async def disconnect(self, close_code):
        self.silence.cancel()

    async def close_later(self):
        await asyncio.sleep(self.seconds)
        await self.send("you were silent")
        await self.close(code=4408)
