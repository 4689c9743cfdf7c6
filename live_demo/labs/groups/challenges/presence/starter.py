import json

from channels.generic.websocket import AsyncWebsocketConsumer


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        name = self.scope["path"].strip("/")
        await self.accept()
        await self.send(json.dumps({"members": [name]}))
