from urllib.parse import parse_qsl

from channels.generic.websocket import WebsocketConsumer

TICKETS = {"k7w2": "ada", "p9x4": "grace", "m3q8": "linus"}
used = set()


class NamedConsumer(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        self.send(f"{self.scope['name']}: {text_data}")


class UnknownConsumer(WebsocketConsumer):
    def connect(self):
        self.accept()
        self.close(4401)


named, unknown = NamedConsumer.as_asgi(), UnknownConsumer.as_asgi()


async def application(scope, receive, send):
    ticket = dict(parse_qsl(scope["query_string"].decode())).get("ticket")
    if ticket in TICKETS and ticket not in used:
        used.add(ticket)
        await named({**scope, "name": TICKETS[ticket]}, receive, send)
    else:
        await unknown(scope, receive, send)
