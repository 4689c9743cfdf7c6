# caught by: bye-at-once
from channels.generic.websocket import AsyncWebsocketConsumer


class CountingConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.count = 0
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        self.count += 1
        if text_data == "bye":
            before = max(1, self.count - 1)
            await self.send(f"you sent {before} messages")
            await self.close(code=4000)
        else:
            await self.send(f"{self.count}: {text_data}")
