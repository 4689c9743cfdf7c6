from channels.generic.websocket import AsyncWebsocketConsumer


class LimitedConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"done {text_data}")
