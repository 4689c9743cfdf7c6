from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.security.websocket import AllowedHostsOriginValidator


class WhoConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.name = None
        self.signed_in = None

    async def connect(self):
        user = self.scope["user"]
        self.signed_in = user.is_authenticated
        self.name = user.get_username() or "guest"
        if self.signed_in:
            await self.accept()
        else:
            await self.close(4401)

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "publish" and not self.signed_in:
            await self.send("sign in first")
            await self.close(4401)
        else:
            await self.send(f"{self.name}: {text_data}")


application = AllowedHostsOriginValidator(AuthMiddlewareStack(WhoConsumer.as_asgi()))
