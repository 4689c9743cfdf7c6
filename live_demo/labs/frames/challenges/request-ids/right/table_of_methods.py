import json

from channels.generic.websocket import AsyncJsonWebsocketConsumer

METHODS = {"add": lambda a, b: int(a) + int(b), "upper": str.upper}


class RequestConsumer(AsyncJsonWebsocketConsumer):
    @classmethod
    async def decode_json(cls, text_data):
        try:
            return json.loads(text_data)
        except ValueError:
            return None

    async def receive_json(self, content):
        if not isinstance(content, dict):
            await self.send_json({"id": None, "error": "not an object"})
            return
        try:
            answer = {"result": METHODS[content["method"]](*content["params"])}
        except (KeyError, TypeError, ValueError):
            answer = {"error": "cannot do that"}
        if "id" in content:
            await self.send_json({"id": content["id"], **answer})
