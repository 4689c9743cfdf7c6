from channels.generic.websocket import AsyncWebsocketConsumer


def language_middleware(inner):
    async def application(scope, receive, send):
        await inner(scope, receive, send)

    return application


class GreetingConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"hello {text_data}")


application = language_middleware(GreetingConsumer.as_asgi())
