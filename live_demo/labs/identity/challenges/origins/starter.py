from channels.generic.websocket import AsyncWebsocketConsumer


class ShopConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"shop: {text_data}")
