"""A consumer for each case. A path is `/<name>/<key>/`, or `/<name>/<argument>/<key>/`."""

import asyncio
import time
import uuid

from channels.auth import get_user
from channels.exceptions import AcceptConnection, DenyConnection
from channels.generic.websocket import AsyncJsonWebsocketConsumer, AsyncWebsocketConsumer

from tests.truth.noting import NotingConsumer


class InheritingConsumer(AsyncWebsocketConsumer):
    """Overrides nothing."""


class GatedConsumer(NotingConsumer):
    async def connect(self):
        self.note("connect()")
        await self.gate()
        await self.accept()


class LingeringConsumer(NotingConsumer):
    async def disconnect(self, code):
        self.note(f"disconnect({code})")
        await self.gate()


class UndecidedConsumer(NotingConsumer):
    async def connect(self):
        self.note("connect()")


class SilentConsumer(UndecidedConsumer):
    """Tells how long it was borne. Daphne counts from the TCP connection, so it may be less here."""

    async def connect(self):
        await super().connect()
        self.start = time.monotonic()

    async def disconnect(self, code):
        seconds = time.monotonic() - self.start
        self.note(f"disconnect({code}) after {'about 5' if seconds <= 8 else f'{seconds:.1f}'} s")


class LaterConsumer(NotingConsumer):
    async def connect(self):
        self.task = asyncio.create_task(self.accept_later())
        self.note("connect() returns")

    async def accept_later(self):
        await self.gate()
        await self.accept()


class RefusingConsumer(NotingConsumer):
    async def connect(self):
        await self.close()


class RefusingWithCodeConsumer(NotingConsumer):
    async def connect(self):
        await self.close(4001)


class DenyingConsumer(NotingConsumer):
    async def connect(self):
        raise DenyConnection


class AcceptingConsumer(NotingConsumer):
    async def connect(self):
        raise AcceptConnection


class RaisingInConnectConsumer(NotingConsumer):
    async def connect(self):
        self.note("connect()")
        raise ZeroDivisionError


class RaisingInReceiveConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        self.note(f"receive({text_data!r})")
        await self.gate()
        raise ZeroDivisionError


class RaisingInDisconnectConsumer(NotingConsumer):
    async def disconnect(self, code):
        self.note(f"disconnect({code})")
        raise ZeroDivisionError(f"in disconnect of {self.scope['path']}")


class EarlySendConsumer(NotingConsumer):
    async def connect(self):
        await self.send("too early")


class LateSendConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.close()
        await self.send("too late")


class SendingInDisconnectConsumer(NotingConsumer):
    async def disconnect(self, code):
        try:
            await self.send("is anybody there?")
        except Exception:
            self.note("send() raises")
            raise
        self.note("send() returns")


class ClosingConsumer(NotingConsumer):
    """Closes with the code that it is sent, and a reason."""

    async def receive(self, text_data=None, bytes_data=None):
        await self.close(int(text_data), "a reason")


class MeasuringConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"{len(text_data)} bytes have come")


class SizedConsumer(NotingConsumer):
    """Sends as many bytes as it is told."""

    async def receive(self, text_data=None, bytes_data=None):
        await self.send("x" * int(text_data))


class WaitingConsumer(NotingConsumer):
    """A consumer whose handler is slow, and does not block."""

    async def receive(self, text_data=None, bytes_data=None):
        self.note(f"{text_data} begins")
        await self.gate()
        self.note(f"{text_data} ends")


class FloodingConsumer(NotingConsumer):
    """Sends 16 MiB, and says whether a send() had to wait."""

    async def receive(self, text_data=None, bytes_data=None):
        for _ in range(256):
            try:
                async with asyncio.timeout(0.5):
                    await self.send("x" * 65536)
            except TimeoutError:
                self.note("a send() waits")
                return
        self.note("every send() returned")


class MemberConsumer(NotingConsumer):
    """A member of one group; the key of its path has the group's name before a dash."""

    async def connect(self):
        group = self.scope["path"].strip("/").split("/")[-1].split("-")[0]
        await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()
        self.note("joined")

    async def number(self, event):
        self.note(f"number {event['number']}")
        await self.gate()
        await self.send(f"number {event['number']}")


class SenderConsumer(NotingConsumer):
    """Gets 'group type first last', and sends each of these numbers to the group."""

    async def receive(self, text_data=None, bytes_data=None):
        group, kind, first, last = text_data.split()
        for number in range(int(first), int(last) + 1):
            await self.channel_layer.group_send(group, {"type": kind, "number": number})
        await self.send("sent")


class GoodbyeConsumer(NotingConsumer):
    """Notes the whole event that tells it of the end."""

    async def websocket_disconnect(self, message):
        reason = f"reason {message['reason']!r}" if "reason" in message else "no reason"
        self.note(f"code {message['code']}, {reason}")
        await super().websocket_disconnect(message)


class WhoConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(self.scope["user"].username or "nobody")


class AskingAgainConsumer(NotingConsumer):
    """Looks for the user of its scope at each message."""

    async def receive(self, text_data=None, bytes_data=None):
        user = await get_user(self.scope)
        await self.send(user.username or "nobody")


class SessionConsumer(NotingConsumer):
    """Says what the session has, and puts what it is sent there; `save` keeps it."""

    async def receive(self, text_data=None, bytes_data=None):
        session = self.scope["session"]
        if text_data == "save":
            await session.asave()
        await self.send(await session.aget("text", "nothing"))
        if text_data not in ("save", "read"):
            await session.aset("text", text_data)


class CookieConsumer(NotingConsumer):
    async def connect(self):
        await self.accept(headers=[(b"set-cookie", b"visitor=1")])


class JsonConsumer(AsyncJsonWebsocketConsumer):
    """Answers JSON with a UUID if it is asked for one."""

    async def receive_json(self, content):
        await self.send_json(uuid.UUID(int=0) if content == "uuid" else content)


class GroupNameConsumer(NotingConsumer):
    """Joins the group whose name its query has."""

    async def connect(self):
        await self.channel_layer.group_add(self.scope["query_string"].decode(), self.channel_name)
        await self.accept()
