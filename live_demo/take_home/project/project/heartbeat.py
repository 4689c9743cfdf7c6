"""Answers the heartbeats of static/reconnect.js, so that a page notices a dead connection."""

HEARTBEAT = "heartbeat"


class Heartbeat:
    """Sends each heartbeat back. The consumer does not see it.

    A heartbeat is answered when the consumer asks for its next message. So the answer also says that the
    consumer has handled every message before it.
    """

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        closed = False

        async def watched_send(event):
            nonlocal closed
            closed = closed or event["type"] == "websocket.close"
            await send(event)

        async def receive_rest():
            while True:
                event = await receive()
                if event["type"] != "websocket.receive" or event.get("text") != HEARTBEAT:
                    return event
                if not closed:  # a server must not send anything after its close
                    await send({"type": "websocket.send", "text": HEARTBEAT})

        await self.app(scope, receive_rest, watched_send)
