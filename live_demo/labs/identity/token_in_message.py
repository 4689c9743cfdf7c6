from datetime import UTC, datetime

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.security.websocket import AllowedHostsOriginValidator

TOKENS = {  # who has a token, and until when; a database would hold them
    "t-1815": ("ada", datetime(2999, 1, 1, tzinfo=UTC)),
    "t-1906": ("grace", datetime(2020, 1, 1, tzinfo=UTC)),
}


def user_of(token):
    if token not in TOKENS:
        return None
    name, until = TOKENS[token]
    return name if datetime.now(UTC) < until else None


class WhoConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.name = None
        self.signed_in = None

    async def connect(self):
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if self.signed_in:
            await self.send(f"{self.name}: {text_data}")
            return
        self.name = user_of(text_data)
        self.signed_in = self.name is not None
        if not self.signed_in:
            await self.close(4401)


application = AllowedHostsOriginValidator(WhoConsumer.as_asgi())
