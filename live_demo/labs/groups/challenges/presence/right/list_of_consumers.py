import json

from channels.generic.websocket import AsyncWebsocketConsumer

room = []


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.name = self.scope["path"].strip("/")
        await self.accept()
        room.append(self)
        await tell()

    async def disconnect(self, close_code):
        room.remove(self)
        await tell()


async def tell():
    text = json.dumps({"members": sorted({each.name for each in room})})
    for each in room:
        await each.send(text)
