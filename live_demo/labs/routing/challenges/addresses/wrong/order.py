# caught by: help
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path, re_path


class NamedConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"{self.name()}: {text_data}")

    def name(self):
        return "help"


class RoomConsumer(NamedConsumer):
    def name(self):
        return f"room {self.scope['url_route']['kwargs']['room']}"


class OrderConsumer(NamedConsumer):
    def name(self):
        return f"order {self.scope['url_route']['kwargs']['number']}"


class NothingConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.close()


application = URLRouter(
    [
        path("rooms/<slug:room>/", RoomConsumer.as_asgi()),
        path("rooms/help/", NamedConsumer.as_asgi()),
        path("orders/<int:number>/", OrderConsumer.as_asgi()),
        re_path("", NothingConsumer.as_asgi()),
    ]
)
