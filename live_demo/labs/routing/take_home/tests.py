"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]


class RoutingTests(SimpleTestCase):
    async def answer(self, path):
        """What `hello` is answered on a socket of this path."""
        socket = WebsocketCommunicator(application, path, headers=OWN_PAGE)
        await socket.connect()
        await socket.send_to(text_data="hello")
        reply = await socket.receive_from()
        await socket.disconnect()
        return reply

    async def test_the_route_captures_the_room(self):
        self.assertEqual(await self.answer("/ws/rooms/python/"), "python, message 1: hello")

    async def test_the_first_route_that_matches_wins(self):
        self.assertEqual(await self.answer("/ws/rooms/help/"), "Somebody will help you soon.")

    async def test_a_path_without_a_route_is_an_error(self):
        with self.assertRaisesMessage(ValueError, "No route found"):
            await self.answer("/ws/nowhere/")
