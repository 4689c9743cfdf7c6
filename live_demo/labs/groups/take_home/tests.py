"""Run them with `python manage.py test`."""

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import AsyncClient, SimpleTestCase, TransactionTestCase

from project.asgi import application
from project.models import Notification

OWN_PAGE = (b"origin", b"http://localhost")


class RoomTests(SimpleTestCase):
    async def join(self, path):
        socket = WebsocketCommunicator(application, path, headers=[OWN_PAGE])
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


class BadgeTests(TransactionTestCase):
    """Pushes wait for a commit, and a TestCase never commits."""

    async def sign_in(self, name):
        self.browser = AsyncClient()
        await self.browser.aforce_login(await User.objects.acreate_user(name))
        return await self.open_badge(
            (b"cookie", f"sessionid={self.browser.cookies['sessionid'].value}".encode())
        )

    async def open_badge(self, *headers):
        socket = WebsocketCommunicator(application, "/ws/badge/", headers=[OWN_PAGE, *headers])
        accepted, _ = await socket.connect()
        self.assertTrue(accepted)
        return socket

    async def test_a_view_pushes_to_the_open_page(self):
        socket = await self.sign_in("ada")
        self.assertEqual(await socket.receive_json_from(), {"unread": 0})
        await self.browser.post("/notify/", {"text": "Your order is on its way"})
        self.assertEqual(await socket.receive_json_from(), {"unread": 1})
        await self.browser.post("/read/")
        self.assertEqual(await socket.receive_json_from(), {"unread": 0})
        await socket.disconnect()

    async def test_a_management_command_pushes_too(self):
        socket = await self.sign_in("ada")
        await socket.receive_json_from()
        await sync_to_async(call_command)("notify", "ada", "The backup is done")
        self.assertEqual(await socket.receive_json_from(), {"unread": 1})
        await socket.disconnect()

    async def test_what_is_rolled_back_is_not_pushed(self):
        def save_and_fail():
            with transaction.atomic():
                Notification.objects.create(reader=User.objects.get(), text="never")
                transaction.set_rollback(True)

        socket = await self.sign_in("ada")
        await socket.receive_json_from()
        await sync_to_async(save_and_fail)()
        self.assertTrue(await socket.receive_nothing())
        await socket.disconnect()

    async def test_others_get_nothing_of_it(self):
        grace = await self.sign_in("grace")
        await grace.receive_json_from()
        ada = await self.sign_in("ada")
        await ada.receive_json_from()
        await self.browser.post("/notify/", {"text": "For Ada"})
        self.assertEqual(await ada.receive_json_from(), {"unread": 1})
        self.assertTrue(await grace.receive_nothing())
        await ada.disconnect()
        await grace.disconnect()

    async def test_a_guest_is_told_to_sign_in(self):
        socket = await self.open_badge()
        self.assertEqual((await socket.receive_output())["code"], 4401)
