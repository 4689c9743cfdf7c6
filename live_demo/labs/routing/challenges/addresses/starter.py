from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path


class RoomConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"room: {text_data}")


application = URLRouter([path("rooms/<slug:room>/", RoomConsumer.as_asgi())])
