import json

from channels.generic.websocket import AsyncWebsocketConsumer


class UploadConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        if text_data:
            self.file = json.loads(text_data)
        else:
            await self.send(json.dumps({"name": self.file["name"], "text": bytes_data.decode()}))
