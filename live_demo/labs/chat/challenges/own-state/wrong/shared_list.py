# caught by: two-connections
from channels.generic.websocket import AsyncWebsocketConsumer


class CountingConsumer(AsyncWebsocketConsumer):
    messages = []

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "bye":
            await self.send(f"you sent {len(self.messages)} messages")
            await self.close(code=4000)
            return
        self.messages.append(text_data)
        await self.send(f"{len(self.messages)}: {text_data}")
