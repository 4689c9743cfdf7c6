import json

from channels.generic.websocket import WebsocketConsumer


class TokenConsumer(WebsocketConsumer):
    def connect(self):
        self.handle = self.first
        self.accept()

    def receive(self, text_data=None, bytes_data=None):
        self.handle(text_data)

    def first(self, text):
        try:
            token = json.loads(text)["token"]
        except (TypeError, ValueError, KeyError):
            token = None
        if token != "sesame":
            self.close(4401)
            return
        self.handle = self.later
        self.send("welcome")

    def later(self, text):
        self.send(f"you: {text}")
