import asyncio
import time
from threading import current_thread, main_thread

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer


class ReportConsumer(AsyncWebsocketConsumer):
    def __init__(self):
        super().__init__()
        self.handling = None
        self.done = []
        self.handler_in_main = None
        self.work_in_main = None

    async def connect(self):
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        self.handling = text_data
        self.handler_in_main = current_thread() is main_thread()
        await asyncio.sleep(0.1)
        report = await database_sync_to_async(self.write_report)(text_data)
        await self.send(report)
        self.done.append(text_data)
        self.handling = None

    def write_report(self, month):
        self.work_in_main = current_thread() is main_thread()
        time.sleep(3)  # a query that takes 3 s
        return f"report for {month}"
