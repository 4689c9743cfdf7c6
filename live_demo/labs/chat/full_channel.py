from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.connection_state = None
        self.message_buffer = []
        self.handed_on = 0
        self.reached_me = 0

    async def connect(self):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()
        self.connection_state = "Accepted"

    async def receive(self, text_data=None, bytes_data=None):
        self.connection_state = "Open"
        self.message_buffer.append(text_data)
        if text_data == "fill":
            await self.fill_the_channel()
        reply = f"{self.reached_me} of {self.handed_on} reached me"
        await self.send(reply)
        self.message_buffer.append(reply)

    async def fill_the_channel(self):
        for _ in range(250):
            await self.channel_layer.group_send("room", {"type": "chat.message"})
            self.handed_on += 1

    async def chat_message(self, event):
        self.reached_me += 1

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard("room", self.channel_name)
        self.message_buffer.clear()
        self.connection_state = "Closed"
