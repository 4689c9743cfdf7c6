# caught by: three
import asyncio
import time
from collections import deque
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

MOST = 3


class LimitedConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.seconds = float(parse_qs(self.scope["query_string"])[b"seconds"][0])
        self.times = deque(maxlen=MOST)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        now = time.monotonic()
        if len(self.times) == MOST and now - self.times[0] < self.seconds:
            await asyncio.sleep(self.seconds)
        self.times.append(now)
        await self.send(f"done {text_data}")
