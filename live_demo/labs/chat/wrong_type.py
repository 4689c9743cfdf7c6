from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.connection_state = None
        self.message_buffer = []

    async def connect(self):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()
        self.connection_state = "Accepted"

    async def receive(self, text_data=None, bytes_data=None):
        self.connection_state = "Open"
        self.message_buffer.append(text_data)
        reply = f"echo: {text_data}"
        await self.send(reply)
        self.message_buffer.append(reply)
        await self.channel_layer.group_send("room", {"type": "chat.mesage"})

    async def chat_message(self, event):
        await self.send("somebody wrote")

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard("room", self.channel_name)
        self.message_buffer.clear()
        self.connection_state = "Closed"
