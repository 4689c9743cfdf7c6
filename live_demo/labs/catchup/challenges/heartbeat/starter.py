from channels.generic.websocket import AsyncWebsocketConsumer


class HeartbeatConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "ping":
            await self.send("pong")
