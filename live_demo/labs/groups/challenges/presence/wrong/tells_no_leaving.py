# caught by: leaves
import json
from collections import Counter

from channels.generic.websocket import AsyncWebsocketConsumer

present = Counter()


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.name = self.scope["path"].strip("/")
        present[self.name] += 1
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()
        await self.tell()

    async def disconnect(self, close_code):
        present[self.name] -= 1
        await self.channel_layer.group_discard("room", self.channel_name)

    async def tell(self):
        members = sorted(name for name, count in present.items() if count)
        await self.channel_layer.group_send("room", {"type": "room.members", "members": members})

    async def room_members(self, event):
        await self.send(json.dumps({"members": event["members"]}))
