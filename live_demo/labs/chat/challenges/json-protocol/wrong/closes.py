# caught by: no-json
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class ProtocolConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        try:
            message = json.loads(text_data or "")
        except ValueError:
            await self.send(json.dumps({"type": "error"}))
            await self.close()
            return
        if message == {"type": "ping"}:
            await self.send(json.dumps({"type": "pong"}))
        elif isinstance(message, dict) and isinstance(message.get("text"), str):
            await self.send(json.dumps({"type": "said", "text": message["text"]}))
        else:
            await self.send(json.dumps({"type": "error"}))
