"""Consumers that say where they run, or keep a thread busy. A path is as in 'consumers'."""

import asyncio
import time
from threading import current_thread, main_thread

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.generic.websocket import WebsocketConsumer

from tests.truth.durations import BLOCK
from tests.truth.noting import NotingConsumer, gates, key_of, note


class BlockingConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        self.note("begins")
        time.sleep(BLOCK)  # noqa: ASYNC251  what a blocking call does is the case
        self.note("ends")


class SyncBlockingConsumer(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        note(self.scope, "begins")
        time.sleep(BLOCK)
        note(self.scope, "ends")
        self.send("done")


class SyncWorkConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await sync_to_async(self.note)("works")
        await self.send("done")


class QueryingConsumer(NotingConsumer):
    """A consumer whose query is slow."""

    async def receive(self, text_data=None, bytes_data=None):
        await database_sync_to_async(self.query)()
        await self.send("done")

    def query(self):
        self.note("begins")
        time.sleep(BLOCK)
        self.note("ends")


class ComputingConsumer(NotingConsumer):
    """Computes in a thread, until its gate opens."""

    async def receive(self, text_data=None, bytes_data=None):
        await asyncio.to_thread(self.compute)
        await self.send("done")

    def compute(self):
        self.note("begins")
        opened = gates[key_of(self.scope)]
        while not opened.is_set():
            pass
        self.note("ends")


def thread():
    return "the main thread" if current_thread() is main_thread() else "another thread"


class ThreadConsumer(NotingConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(f"async def: {thread()}")


class SyncThreadConsumer(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        self.send(f"def: {thread()}")
