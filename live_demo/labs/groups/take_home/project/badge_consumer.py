"""The socket of the badge. It only sends: what happens on the site comes to it through the group."""

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from project.badge import count_unread, group_of

SIGN_IN_FIRST = 4401


class BadgeConsumer(AsyncJsonWebsocketConsumer):
    group = None

    async def connect(self):
        user = self.scope["user"]
        if user.is_anonymous:
            await self.accept()  # a close before accept() reaches the browser as 1006, and it would come back
            await self.close(SIGN_IN_FIRST)
            return
        self.group = group_of(user.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        # Join first, then count: nothing is missed in between.
        await self.send_json({"unread": await database_sync_to_async(count_unread)(user.pk)})

    async def badge_changed(self, event):
        await self.send_json({"unread": event["unread"]})

    async def disconnect(self, close_code):
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)
