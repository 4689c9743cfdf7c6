# caught by: goes-on
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
            await self.work(name)
        elif what == "cancel" and name in self.jobs:
            self.jobs.pop(name).cancel()
            await self.send(f"cancelled {name}")
        else:
            await self.send("pong")

    async def work(self, name):
        await asyncio.sleep(3600)
        await self.send(f"done {name}")

    async def disconnect(self, close_code):
        for job in self.jobs.values():
            job.cancel()
