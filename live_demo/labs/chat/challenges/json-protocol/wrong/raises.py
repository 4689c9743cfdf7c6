# caught by: no-json
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class ProtocolConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        message = json.loads(text_data)
        if message["type"] == "ping":
            await self.send(json.dumps({"type": "pong"}))
        elif message["type"] == "say":
            await self.send(json.dumps({"type": "said", "text": message["text"]}))
        else:
            await self.send(json.dumps({"type": "error"}))
