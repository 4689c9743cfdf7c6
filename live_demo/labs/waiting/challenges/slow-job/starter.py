import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer


class JobConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        if text_data.startswith("start "):
            await asyncio.sleep(3600)
        await self.send("pong")
