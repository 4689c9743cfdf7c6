"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]
FOREIGN_PAGE = [(b"origin", b"https://elsewhere.example")]


class ChatTests(SimpleTestCase):
    async def test_a_message_comes_back(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        await socket.send_to(text_data="hello")
        self.assertEqual(await socket.receive_from(), "echo: hello")
        await socket.disconnect()

    async def test_a_foreign_page_is_refused(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=FOREIGN_PAGE)
        accepted, _ = await socket.connect()
        self.assertFalse(accepted)
