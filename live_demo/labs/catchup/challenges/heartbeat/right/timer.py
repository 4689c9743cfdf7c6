import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer


class HeartbeatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
        self.timer = None
        self.heard(float(self.scope["query_string"].decode().partition("=")[2]))

    async def disconnect(self, close_code):
        self.timer.cancel()

    async def receive(self, text_data=None, bytes_data=None):
        if text_data.startswith("every "):
            self.seconds = float(text_data[6:])
        self.heard(self.seconds)
        if text_data == "ping":
            await self.send("pong")
        else:
            await self.send("got " + text_data)

    def heard(self, seconds):
        self.seconds = seconds
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(seconds, self.end)

    def end(self):
        self.ending = asyncio.ensure_future(self.say_and_close())

    async def say_and_close(self):
        await self.send("you were silent")
        await self.close(4408)
