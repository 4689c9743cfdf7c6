"""How a test sees what happened inside a server: each connection has a file of notes, named by its key.

A file outlives its process and can be read while the loop is blocked. What a consumer is to wait for
is a gate, which the test opens with `GET /go/<key>/`.
"""

import asyncio
from collections import defaultdict

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

gates = defaultdict(asyncio.Event)


def key_of(scope):
    return scope["path"].strip("/").split("/")[-1]


def note(scope, text):
    with (settings.NOTES_DIR / key_of(scope)).open("a") as notes:
        notes.write(f"{text}\n")


def noted(app):
    """`app`, with a last note when it is over: after this one, nothing of it can run any more."""

    async def noting(scope, receive, send):
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            note(scope, "cancelled")
            raise
        except Exception as error:
            note(scope, f"raised {type(error).__name__}")
            raise
        else:
            note(scope, "ended")

    return noting


class NotingConsumer(AsyncWebsocketConsumer):
    """Accepts and echoes, and notes each call."""

    def note(self, text):
        note(self.scope, text)

    async def gate(self):
        await gates[key_of(self.scope)].wait()

    async def connect(self):
        self.note("connect()")
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        self.note(f"receive({text_data!r}, {bytes_data!r})")
        await self.send(f"echo: {text_data}")

    async def disconnect(self, code):
        self.note(f"disconnect({code})")
