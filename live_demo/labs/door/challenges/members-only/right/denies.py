from channels.exceptions import DenyConnection
from channels.generic.websocket import WebsocketConsumer
from channels.routing import URLRouter
from django.urls import path, re_path


class MemberConsumer(WebsocketConsumer):
    def connect(self):
        self.accept()
        self.send(f"welcome {self.scope['url_route']['kwargs']['name']}")


class BannedConsumer(WebsocketConsumer):
    def connect(self):
        self.accept()
        self.close(4003)


class StrangerConsumer(WebsocketConsumer):
    def connect(self):
        raise DenyConnection


application = URLRouter(
    [
        path("mallory/", BannedConsumer.as_asgi()),
        re_path(r"^(?P<name>ada|grace)/$", MemberConsumer.as_asgi()),
        re_path("", StrangerConsumer.as_asgi()),
    ]
)
