from channels.generic.websocket import AsyncWebsocketConsumer

TICKETS = {"k7w2": "ada", "p9x4": "grace", "m3q8": "linus"}


class TicketConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"somebody: {text_data}")
