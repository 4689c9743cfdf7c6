from channels.generic.websocket import AsyncWebsocketConsumer

MEMBERS = {"ada", "grace"}


class DoorConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        name = self.scope["path"].strip("/")
        await self.accept()
        await self.send(f"welcome {name}")
