"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]
OTHER_SITE = [(b"origin", b"https://elsewhere.example")]


class ChatTests(SimpleTestCase):
    async def test_a_message_comes_back(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        await socket.send_to(text_data="hello")
        self.assertEqual(await socket.receive_from(), "echo: hello")
        await socket.disconnect()

    async def test_a_page_of_another_site_is_refused(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OTHER_SITE)
        accepted, _ = await socket.connect()
        self.assertFalse(accepted)
