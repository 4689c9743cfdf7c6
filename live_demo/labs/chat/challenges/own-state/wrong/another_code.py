# caught by: bye
from channels.generic.websocket import AsyncWebsocketConsumer


class CountingConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.count = 0
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "bye":
            await self.send(f"you sent {self.count} messages")
            await self.close()
            return
        self.count += 1
        await self.send(f"{self.count}: {text_data}")
