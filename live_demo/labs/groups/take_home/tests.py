"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]


class RoomTests(SimpleTestCase):
    async def join(self, path):
        socket = WebsocketCommunicator(application, path, headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        return socket

    async def test_a_message_reaches_everybody_in_the_room(self):
        ada, grace = await self.join("/ws/python/"), await self.join("/ws/python/")
        await ada.send_to(text_data="hello")
        self.assertEqual(await ada.receive_from(), "hello")
        self.assertEqual(await grace.receive_from(), "hello")
        await ada.disconnect()
        await grace.disconnect()

    async def test_another_room_hears_nothing(self):
        ada, grace = await self.join("/ws/python/"), await self.join("/ws/")
        await ada.send_to(text_data="hello")
        self.assertEqual(await ada.receive_from(), "hello")
        self.assertTrue(await grace.receive_nothing())
        await ada.disconnect()
        await grace.disconnect()
