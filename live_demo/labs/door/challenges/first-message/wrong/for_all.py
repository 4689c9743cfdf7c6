# caught by: only-itself
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class TokenConsumer(AsyncWebsocketConsumer):
    is_known = False

    async def connect(self):
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if self.is_known:
            await self.send(f"you: {text_data}")
        elif is_token(text_data):
            TokenConsumer.is_known = True
            await self.send("welcome")
        else:
            await self.close(code=4401)


def is_token(text):
    try:
        return json.loads(text or "") == {"token": "sesame"}
    except ValueError:
        return False
