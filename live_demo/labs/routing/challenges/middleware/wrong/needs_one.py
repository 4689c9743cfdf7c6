# caught by: none
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

GREETINGS = {"en": "hello", "de": "hallo", "fr": "bonjour"}


def language_middleware(inner):
    async def application(scope, receive, send):
        asked = parse_qs(scope["query_string"].decode())["lang"][0]
        language = asked if asked in GREETINGS else "en"
        await inner(dict(scope, language=language), receive, send)

    return application


class GreetingConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"{GREETINGS[self.scope['language']]} {text_data}")


application = language_middleware(GreetingConsumer.as_asgi())
