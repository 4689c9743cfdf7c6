from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.connection_state = None
        self.message_buffer = []

    async def connect(self):
        await self.accept(subprotocol="chat.v2")
        self.connection_state = "Accepted"

    async def receive(self, text_data=None, bytes_data=None):
        self.connection_state = "Open"
        self.message_buffer.append(text_data)
        reply = f"echo: {text_data}"
        await self.send(reply)
        self.message_buffer.append(reply)

    async def disconnect(self, close_code):
        self.message_buffer.clear()
        self.connection_state = "Closed"
