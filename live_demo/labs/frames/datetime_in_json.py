import json
from datetime import UTC, datetime

from channels.generic.websocket import AsyncJsonWebsocketConsumer


class SumConsumer(AsyncJsonWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.kind = None
        self.size = 0
        self.total = 0

    async def connect(self):
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if text_data is None:
            self.kind = "binary"
            self.size = len(bytes_data)
            await self.send(bytes_data=bytes_data)
        else:
            self.kind = "text"
            self.size = len(text_data.encode())
            await self.send_json(self.answer(text_data))

    def answer(self, text):
        try:
            self.total += json.loads(text)["add"]
        except (ValueError, TypeError, KeyError):
            return {"error": "send a number to add"}
        return {"total": self.total, "at": datetime.now(UTC)}
