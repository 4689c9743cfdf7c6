from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

log = []
here = []


class LogConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
        try:
            seen = int(parse_qs(self.scope["query_string"])[b"after"][0])
        except (KeyError, ValueError):
            seen = len(log)
        for line in log[max(seen, 0) :]:
            await self.send(line)
        here.append(self)

    async def disconnect(self, close_code):
        here.remove(self)

    async def receive(self, text_data=None, bytes_data=None):
        log.append(f"{len(log) + 1}: {text_data}")
        line = log[-1]
        for each in here:
            await each.send(line)
