from channels.generic.websocket import AsyncWebsocketConsumer

log = []


class LogConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        log.append(text_data)
        await self.send(f"{len(log)}: {text_data}")
