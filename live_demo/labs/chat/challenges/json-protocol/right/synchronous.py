import json

from channels.generic.websocket import WebsocketConsumer


class ProtocolConsumer(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        try:
            message = json.loads(text_data)
            kind = message["type"]
            if kind == "ping":
                reply = {"type": "pong"}
            elif kind == "say" and isinstance(message["text"], str):
                reply = {"type": "said", "text": message["text"]}
            else:
                reply = {"type": "error"}
        except (ValueError, TypeError, KeyError):
            reply = {"type": "error"}
        self.send(text_data=json.dumps(reply))
