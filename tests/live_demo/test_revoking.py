"""Whoever may not run a lesson any more: open sockets close, and old tickets open no new ones."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.lessons.learners import NEW
from tests.live_demo.watching import read_until
from tests.servers import LESSON


def in_shell(server, code):
    server.manage("shell", "--no-imports", "--command", code)


async def test_a_deactivated_account_loses_its_sockets_and_its_tickets(daphne):
    with daphne.learner() as learner:
        sign_up = learner.get("/account/sign-up/")
        assert sign_up.status_code == 200
        form = NEW | {"username": "leaver", "csrfmiddlewaretoken": learner.csrf_token("/account/sign-up/")}
        assert learner.post("/account/sign-up/", data=form).status_code == 302
        old_ticket, _ = learner.start_run()
        ticket, _ = learner.start_run()
        async with learner.lab(ticket) as lab:
            await lab.send("here")
            assert await lab.recv() == "echo: here"
            in_shell(
                daphne,
                "from django.contrib.auth.models import User; "
                "User.objects.filter(username='leaver').update(is_active=False)",
            )
            with pytest.raises(ConnectionClosed) as closed:
                await lab.recv()
            assert closed.value.rcvd.code == 4003
        with pytest.raises(InvalidStatus):
            async with learner.lab(old_ticket):
                pass
        async with learner.watch(old_ticket) as watch:
            await read_until(watch, "belongs to another learner")


async def test_a_lesson_that_becomes_a_draft_is_run_by_nobody_else(daphne):
    def publish(status):
        in_shell(
            daphne,
            "from lessons.models import Lesson; "
            f"Lesson.objects.filter(slug='{LESSON.split('/')[1]}').update(status='{status}')",
        )

    with daphne.learner() as learner:
        ticket, _ = learner.start_run()
        publish("draft")
        try:
            with pytest.raises(InvalidStatus):
                async with learner.lab(ticket):
                    pass
        finally:
            publish("published")
