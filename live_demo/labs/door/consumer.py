from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path

GUESTS = ["ada", "grace"]


class DoorConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.state = "waiting"
        self.close_code = None

    async def connect(self):
        if self.scope["url_route"]["kwargs"]["name"] in GUESTS:
            await self.accept()
            self.state = "open"
        else:
            await self.close(4001)
            self.state = "refused"

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "bye":
            await self.send("you said bye, so I close")
            await self.close(4000)
            self.state = "closing"
        else:
            await self.send("you may stay")

    async def disconnect(self, close_code):
        self.close_code = close_code
        self.state = "gone"


application = URLRouter([path("door/<slug:name>/", DoorConsumer.as_asgi())])
