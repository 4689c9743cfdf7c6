from channels.generic.websocket import AsyncWebsocketConsumer


class RoomConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.room = None
        self.seen = []

    async def connect(self):
        route = self.scope.get("url_route", {})
        self.room = "chat:" + route.get("kwargs", {}).get("room", "lobby")
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        message = {"type": "chat.message", "text": text_data or ""}
        await self.channel_layer.group_send(self.room, message)

    async def chat_message(self, event):
        self.seen.append(event["text"])
        await self.send(event["text"])

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard(self.room, self.channel_name)
