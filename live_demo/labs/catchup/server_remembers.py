import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer

SCORES = ["1:0", "1:1", "2:1"]  # kept outside of every connection, as rows of a database are
KEPT = {"sent": 0}  # so is the number of the last score that was sent


class ScoresConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.sent = 0
        self.confirmed = 0
        self.close_code = None

    async def connect(self):
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        self.confirmed = int(text_data)
        self.sent = KEPT["sent"]
        while self.sent < len(SCORES):
            await self.send(f"{self.sent + 1} {SCORES[self.sent]}")
            self.sent += 1
            KEPT["sent"] = self.sent
            await asyncio.sleep(1)

    async def disconnect(self, close_code):
        self.close_code = close_code
