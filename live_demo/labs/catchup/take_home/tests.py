"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]


class ScoresTests(SimpleTestCase):
    async def connect(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        return socket

    async def test_a_new_client_gets_every_score(self):
        socket = await self.connect()
        await socket.send_to(text_data="0")
        self.assertEqual([await socket.receive_from() for _ in range(3)], ["1 1:0", "2 1:1", "3 2:1"])
        await socket.disconnect()

    async def test_who_comes_back_gets_what_comes_after(self):
        socket = await self.connect()
        await socket.send_to(text_data="2")
        self.assertEqual(await socket.receive_from(), "3 2:1")
        self.assertTrue(await socket.receive_nothing())
        await socket.disconnect()
