from channels.generic.websocket import WebsocketConsumer
from channels.security.websocket import OriginValidator


class ShopConsumer(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        self.send(f"shop: {text_data}")


application = OriginValidator(ShopConsumer.as_asgi(), ["https://shop.example", "https://www.shop.example"])
