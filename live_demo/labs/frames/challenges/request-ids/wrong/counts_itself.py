# caught by: methods
import json

from channels.generic.websocket import AsyncWebsocketConsumer


def result_of(request):
    match request:
        case {"method": "add", "params": [int(a), int(b)]}:
            return {"result": a + b}
        case {"method": "upper", "params": [str(text)]}:
            return {"result": text.upper()}
        case _:
            return {"error": "unknown request"}


class RequestConsumer(AsyncWebsocketConsumer):
    number = 0

    async def receive(self, text_data=None, bytes_data=None):
        try:
            request = json.loads(text_data or "")
        except ValueError:
            request = None
        if not isinstance(request, dict):
            await self.send(json.dumps({"id": None, "error": "no JSON object"}))
        elif "id" in request:
            self.number += 1
            await self.send(json.dumps({"id": self.number, **result_of(request)}))
