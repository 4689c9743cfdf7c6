import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer


class JobConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.jobs = {}
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        what, _, name = text_data.partition(" ")
        if what == "start":
            await self.send(f"started {name}")
            self.jobs |= {name: asyncio.ensure_future(asyncio.sleep(3600))}
        elif what == "cancel" and name in self.jobs:
            self.jobs.pop(name).cancel()
            await self.send(f"cancelled {name}")
        else:
            await self.send("pong")

    async def disconnect(self, close_code):
        while self.jobs:
            self.jobs.popitem()[1].cancel()
