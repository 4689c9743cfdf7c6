from channels.generic.websocket import AsyncWebsocketConsumer


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard("room", self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        event = {"type": "room.message", "text": text_data, "sender": self.channel_name}
        await self.channel_layer.group_send("room", event)

    async def room_message(self, event):
        if event["sender"] != self.channel_name:
            await self.send(event["text"])
