# caught by: comes-back
from channels.generic.websocket import AsyncWebsocketConsumer

last = {}


class CountingConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.count = last.pop("count", 0)
        await self.accept()

    async def disconnect(self, close_code):
        last["count"] = self.count

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "bye":
            await self.send(f"you sent {self.count} messages")
            await self.close(code=4000)
            return
        self.count += 1
        await self.send(f"{self.count}: {text_data}")
