# caught by: after-a-cut
from channels.generic.websocket import AsyncWebsocketConsumer

members = []


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        members.append(self)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        for member in members:
            if member is not self:
                await member.send(text_data)
