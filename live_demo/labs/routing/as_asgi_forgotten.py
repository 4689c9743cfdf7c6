from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path


class RoomConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.room = None
        self.count = 0

    async def connect(self):
        self.room = self.scope["url_route"]["kwargs"]["room"]
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        self.count += 1
        await self.send(f"{self.room}, message {self.count}: {text_data}")


class HelpConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send("Somebody will help you soon.")


application = URLRouter(
    [
        path("rooms/help/", HelpConsumer.as_asgi()),
        path("rooms/<slug:room>/", RoomConsumer),
    ]
)
