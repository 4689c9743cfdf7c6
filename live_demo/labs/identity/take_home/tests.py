"""Run them with `python manage.py test`."""

from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User
from django.test import Client, TransactionTestCase

from project.asgi import application

OWN_PAGE = (b"origin", b"http://localhost")
OTHER_SITE = (b"origin", b"https://elsewhere.example")


class WhoTests(TransactionTestCase):
    """Another thread looks up the user: it sees only what has been committed."""

    async def connect(self, *headers):
        socket = WebsocketCommunicator(application, "/ws/", headers=headers)
        accepted, _ = await socket.connect()
        return socket, accepted

    async def test_a_guest_may_talk_but_not_publish(self):
        socket, accepted = await self.connect(OWN_PAGE)
        self.assertTrue(accepted)
        await socket.send_to(text_data="hello")
        self.assertEqual(await socket.receive_from(), "guest: hello")
        await socket.send_to(text_data="publish")
        self.assertEqual(await socket.receive_from(), "sign in first")
        self.assertEqual((await socket.receive_output())["code"], 4401)

    async def test_the_session_says_who_it_is(self):
        browser = Client()
        await browser.aforce_login(await User.objects.acreate_user("ada"))
        cookie = (b"cookie", f"sessionid={browser.cookies['sessionid'].value}".encode())
        socket, _ = await self.connect(OWN_PAGE, cookie)
        await socket.send_to(text_data="publish")
        self.assertEqual(await socket.receive_from(), "ada: publish")
        await socket.disconnect()

    async def test_a_page_of_another_site_is_refused(self):
        _, accepted = await self.connect(OTHER_SITE)
        self.assertFalse(accepted)
