"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.test import SimpleTestCase

from project.asgi import application

OWN_PAGE = [(b"origin", b"http://localhost")]
PATIENCE = 5  # seconds; a report takes a third of one


class ReportTests(SimpleTestCase):
    async def test_reports_come_in_the_order_of_the_messages(self):
        socket = WebsocketCommunicator(application, "/ws/", headers=OWN_PAGE)
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        await socket.send_to(text_data="May")
        await socket.send_to(text_data="June")
        self.assertEqual(await socket.receive_from(PATIENCE), "report for May")
        self.assertEqual(await socket.receive_from(PATIENCE), "report for June")
        await socket.disconnect()
