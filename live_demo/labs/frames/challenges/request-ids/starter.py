import json

from channels.generic.websocket import AsyncWebsocketConsumer


class RequestConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        request = json.loads(text_data)
        a, b = request["params"]
        await self.send(json.dumps({"result": a + b}))
