import re

from channels.generic.websocket import WebsocketConsumer

ADDRESSES = [
    (r"/rooms/(help)/", "help"),
    (r"/rooms/([-a-zA-Z0-9_]+)/", "room {}"),
    (r"/orders/([0-9]+)/", "order {}"),
]


class AddressConsumer(WebsocketConsumer):
    def connect(self):
        for pattern, name in ADDRESSES:
            if found := re.fullmatch(pattern, self.scope["path"]):
                self.name = name.format(found[1])
                self.accept()
                return
        self.close()

    def receive(self, text_data=None, bytes_data=None):
        self.send(f"{self.name}: {text_data}")
