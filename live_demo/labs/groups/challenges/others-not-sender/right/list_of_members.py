from channels.generic.websocket import AsyncWebsocketConsumer

members = set()


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        members.add(self)
        await self.accept()

    async def disconnect(self, close_code):
        members.discard(self)

    async def receive(self, text_data=None, bytes_data=None):
        for member in list(members):
            if member is not self:
                await member.send(text_data)
