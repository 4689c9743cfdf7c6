# caught by: claims
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

TICKETS = {"k7w2": "ada", "p9x4": "grace", "m3q8": "linus"}


class TicketConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        query = parse_qs(self.scope["query_string"].decode())
        self.name = TICKETS.pop(query.get("ticket", [""])[0], None)
        self.name = query.get("name", [self.name])[0]
        await self.accept()
        if self.name is None:
            await self.close(code=4401)

    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"{self.name}: {text_data}")
