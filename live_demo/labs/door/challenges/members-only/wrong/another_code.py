# caught by: banned
from channels.generic.websocket import AsyncWebsocketConsumer

MEMBERS = {"ada", "grace"}
BANNED = {"mallory"}


class DoorConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        name = self.scope["path"].strip("/")
        if name in BANNED:
            await self.accept()
            await self.close(code=1008)
        elif name in MEMBERS:
            await self.accept()
            await self.send(f"welcome {name}")
        else:
            await self.close()
