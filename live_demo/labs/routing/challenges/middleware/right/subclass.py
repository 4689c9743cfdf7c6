from urllib.parse import parse_qsl

from channels.generic.websocket import WebsocketConsumer
from channels.middleware import BaseMiddleware

GREETINGS = {"en": "hello", "de": "hallo", "fr": "bonjour"}


class LanguageMiddleware(BaseMiddleware):
    async def __call__(self, scope, receive, send):
        scope = dict(scope)
        scope["greeting"] = GREETINGS["en"]
        for key, value in parse_qsl(scope["query_string"].decode()):
            if key == "lang" and value in GREETINGS:
                scope["greeting"] = GREETINGS[value]
        return await super().__call__(scope, receive, send)


class GreetingConsumer(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        self.send(self.scope["greeting"] + " " + text_data)


application = LanguageMiddleware(GreetingConsumer.as_asgi())
