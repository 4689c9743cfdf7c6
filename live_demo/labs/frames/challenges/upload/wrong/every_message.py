# caught by: pieces
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class UploadConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.file = None
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if text_data is not None:
            self.file = json.loads(text_data)
            self.data = b""
        elif self.file is None:
            await self.close(code=4000)
            return
        else:
            self.data += bytes_data
        if len(self.data) > self.file["size"]:
            await self.close(code=4010)
        elif self.data:
            await self.send(json.dumps({"name": self.file["name"], "text": self.data.decode()}))
