from channels.generic.websocket import AsyncWebsocketConsumer, WebsocketConsumer


class SilentConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.decided = False


class RaisingConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        raise ValueError(f"cannot bear {text_data}")


class CountingConsumer(WebsocketConsumer):
    """Synchronous: its handlers run in a thread."""

    count = 0

    def receive(self, text_data=None, bytes_data=None):
        self.count += 1
        self.send(f"message {self.count}")


class RefusingConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.close(4001)


LABS = {
    "silent": SilentConsumer,
    "raising": RaisingConsumer,
    "counting": CountingConsumer,
    "refusing": RefusingConsumer,
}
