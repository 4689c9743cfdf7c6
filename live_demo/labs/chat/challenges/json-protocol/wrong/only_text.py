# caught by: binary
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class ProtocolConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        try:
            message = json.loads(text_data)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            await self.send(json.dumps({"type": "error"}))
        elif message.get("type") == "ping":
            await self.send(json.dumps({"type": "pong"}))
        elif message.get("type") == "say" and isinstance(message.get("text"), str):
            await self.send(json.dumps({"type": "said", "text": message["text"]}))
        else:
            await self.send(json.dumps({"type": "error"}))
