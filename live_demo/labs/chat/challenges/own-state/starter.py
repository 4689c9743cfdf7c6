from channels.generic.websocket import AsyncWebsocketConsumer


class CountingConsumer(AsyncWebsocketConsumer):
    messages = []

    async def receive(self, text_data=None, bytes_data=None):
        self.messages.append(text_data)
        await self.send(f"{len(self.messages)}: {text_data}")
