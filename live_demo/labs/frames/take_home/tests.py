"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]


class SumTests(SimpleTestCase):
    async def test_numbers_are_added_up(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        await socket.connect()
        await socket.send_json_to({"add": 2})
        self.assertEqual(await socket.receive_json_from(), {"total": 2})
        await socket.send_json_to({"add": 3})
        self.assertEqual(await socket.receive_json_from(), {"total": 5})
        await socket.disconnect()

    async def test_text_that_is_no_number_is_answered_too(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        await socket.connect()
        await socket.send_to(text_data="é")
        self.assertEqual(await socket.receive_json_from(), {"error": "send a number to add"})
        await socket.disconnect()

    async def test_bytes_come_back_as_bytes(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        await socket.connect()
        await socket.send_to(bytes_data=b"\xc3\xa9")
        self.assertEqual(await socket.receive_from(), b"\xc3\xa9")
        await socket.disconnect()
