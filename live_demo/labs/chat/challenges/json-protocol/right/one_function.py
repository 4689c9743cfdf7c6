import json

from channels.generic.websocket import AsyncWebsocketConsumer


def answer(text):
    try:
        message = json.loads(text or "")
    except ValueError:
        return {"type": "error"}
    match message:
        case {"type": "ping"}:
            return {"type": "pong"}
        case {"type": "say", "text": str(said)}:
            return {"type": "said", "text": said}
        case _:
            return {"type": "error"}


class ProtocolConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(text_data=json.dumps(answer(text_data)))
