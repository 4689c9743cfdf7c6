from channels.generic.websocket import AsyncWebsocketConsumer


class TokenConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"you: {text_data}")
