# caught by: after-a-cut
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

log = []


class LogConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
        query = parse_qs(self.scope["query_string"].decode())
        after = query.get("after", [""])[0]
        assert isinstance(after, str)
        await self.channel_layer.group_add("log", self.channel_name)

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard("log", self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        log.append(text_data)
        event = {"type": "log.entry", "text": f"{len(log)}: {text_data}"}
        await self.channel_layer.group_send("log", event)

    async def log_entry(self, event):
        await self.send(event["text"])
