from channels.generic.websocket import AsyncWebsocketConsumer, WebsocketConsumer
from channels.routing import URLRouter
from django.urls import path


class MeetingConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.room = self.scope["url_route"]["kwargs"]["room"]
        self.heard = []
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept(self.scope["subprotocols"][0] if self.scope["subprotocols"] else None)

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "leave":
            await self.close(4001)
        else:
            await self.channel_layer.group_send(self.room, {"type": "chat.message", "text": text_data})

    async def chat_message(self, event):
        self.heard.append(event["text"])
        await self.send(event["text"])


class DoorConsumer(WebsocketConsumer):
    def connect(self):
        self.close()


application = URLRouter(
    [
        path("rooms/<slug:room>/", MeetingConsumer.as_asgi()),
        path("door/", DoorConsumer.as_asgi()),
    ]
)
