"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]


class DoorTests(SimpleTestCase):
    async def test_a_guest_comes_in(self):
        socket = WebsocketCommunicator(application, "/ws/door/ada/", headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        await socket.send_to(text_data="hello")
        self.assertEqual(await socket.receive_from(), "you may stay")
        await socket.disconnect()

    async def test_nobody_else_does(self):
        socket = WebsocketCommunicator(application, "/ws/door/mallory/", headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertFalse(accepted)

    async def test_bye_is_answered_with_a_close(self):
        socket = WebsocketCommunicator(application, "/ws/door/ada/", headers=OWN_PAGE)
        await socket.connect()
        await socket.send_to(text_data="bye")
        self.assertEqual(await socket.receive_from(), "you said bye, so I close")
        closed = await socket.receive_output()
        self.assertEqual((closed["type"], closed["code"]), ("websocket.close", 4000))
