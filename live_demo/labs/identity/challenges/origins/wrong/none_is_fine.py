# caught by: none
from channels.generic.websocket import AsyncWebsocketConsumer

ALLOWED = {b"https://shop.example", b"https://www.shop.example"}


class ShopConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        origin = dict(self.scope["headers"]).get(b"origin")
        if origin is None or origin in ALLOWED:
            await self.accept()
        else:
            await self.close()

    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"shop: {text_data}")
