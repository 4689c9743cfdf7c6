import time

from channels.generic.websocket import WebsocketConsumer


class LimitedConsumer(WebsocketConsumer):
    def connect(self):
        self.seconds = float(self.scope["query_string"].decode().removeprefix("seconds="))
        self.begun, self.count = time.monotonic(), 0
        self.accept()

    def receive(self, text_data=None, bytes_data=None):
        if time.monotonic() - self.begun >= self.seconds:
            self.begun, self.count = time.monotonic(), 0
        self.count += 1
        self.send(f"done {text_data}" if self.count <= 3 else "slow down")
