"""Limits how many messages one connection may send."""

import time

MESSAGES = 100
SECONDS = 10
TOO_MANY = 4429  # 4000 to 4999 are for applications; 429 is HTTP's 'Too Many Requests'


class Limits:
    """Closes a connection that sends more than MESSAGES in SECONDS."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        since, count, closed = time.monotonic(), 0, False

        async def limited_receive():
            nonlocal since, count, closed
            while True:
                event = await receive()
                if event["type"] != "websocket.receive":
                    return event
                if time.monotonic() - since > SECONDS:
                    since, count = time.monotonic(), 0
                count += 1
                if count > MESSAGES and not closed:
                    closed = True
                    await send({"type": "websocket.close", "code": TOO_MANY})
                if not closed:
                    return event

        await self.app(scope, limited_receive, send)
