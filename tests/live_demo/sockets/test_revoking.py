"""Whoever may not run a lesson any more: open sockets close with a reason, old tickets open no new ones."""

import pytest
from django.contrib.auth.models import Group, User
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lessons.models import Lesson
from live_demo.runs.admission import NOT_ALLOWED, WHY
from live_demo.trace.close_codes import ROOM_LEFT
from tests.lessons.learners import NEW
from tests.live_demo.rooms.room_steps import make_room
from tests.live_demo.rooms.room_steps import start_run as start_room_run
from tests.live_demo.watching import read_until
from tests.live_demo.what_ifs.what_if_answers import SAID
from tests.support.servers import LESSON
from tutorial.roles import make_roles


def account_of(learner, name):
    """Sign up with this name, which is left to the learner."""
    token = learner.csrf_token("/account/sign-up/")
    form = NEW | {"username": name, "csrfmiddlewaretoken": token}
    assert learner.post_patiently("/account/sign-up/", data=form).status_code == 302


def make_staff(name):
    """Give an account the rights of an instructor."""
    make_roles()
    user = User.objects.get(username=name)
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name="Instructors"))


async def code_of_end(socket):
    """The code with which the server closes this socket."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await socket.recv()
    return closed.value.rcvd.code


def deactivate(name):
    User.objects.filter(username=name).update(is_active=False)


async def test_a_deactivated_account_loses_its_sockets_and_its_tickets(daphne, at_database):
    with daphne.learner() as learner:
        account_of(learner, "leaver")
        old_ticket, _ = learner.start_run()
        ticket, _ = learner.start_run()
        async with (
            learner.watch(ticket) as watch,
            learner.watch(old_ticket) as waiting,
            learner.lab(ticket) as lab,
        ):
            await lab.send("here")
            assert await lab.recv() == "echo: here"
            at_database(daphne, deactivate, "leaver")
            assert await code_of_end(lab) == NOT_ALLOWED
            for socket in (watch, waiting):
                await read_until(socket, WHY)
                assert await code_of_end(socket) == NOT_ALLOWED
        with pytest.raises(InvalidStatus):
            async with learner.lab(old_ticket):
                pass
        async with learner.watch(old_ticket) as watch:
            await read_until(watch, WHY)


ENDS = [(server, "guest") for server in ("daphne", "uvicorn", "cluster")]
ENDS += [("cluster", role) for role in ("learner", "instructor")]
"""Servers differ in how they close, roles in what is deleted: each server, and each role across processes."""


@pytest.mark.parametrize(("server", "role"), ENDS, indirect=["server"])
async def test_who_deletes_everything_in_mid_run_is_told_so_on_each_socket(server, role, at_database):
    """A run, one in a room, a what-if: none of their ends is an error, nor what the pages send after it."""
    logs = {log: log.stat().st_size for log in server.log.parent.glob("*.log")}  # of each process
    name = f"{role}-{server.name}-{server.watch_port}"
    with server.learner() as learner:
        if role != "guest":
            account_of(learner, name)
        if role == "instructor":
            at_database(server, make_staff, name)
        code = make_room(learner)
        room_ticket, _ = start_room_run(learner, code)
        ticket, run_id = learner.start_run()
        _, what_if_ticket, what_if_run = learner.start_what_if("blocking", **SAID)
        tickets = (ticket, room_ticket, what_if_ticket)
        async with (
            learner.watch(ticket) as watch,
            learner.watch(room_ticket) as room_watch,
            learner.watch(what_if_ticket) as what_if_watch,
            learner.lab(ticket) as lab,
            learner.lab(room_ticket) as room_lab,
            learner.lab(what_if_ticket) as what_if_lab,
        ):
            await lab.send("here")
            assert await lab.recv() == "echo: here"
            if role == "instructor":  # an administrator deletes the account
                at_database(server, delete_account, name)
            else:
                delete_everything(learner, role)
            for socket in (lab, room_lab, what_if_lab):
                assert await code_of_end(socket) in (NOT_ALLOWED, ROOM_LEFT)
            for socket in (watch, room_watch, what_if_watch):
                await read_until(socket, WHY)
                assert await code_of_end(socket) == NOT_ALLOWED
        token = learner.csrf_token()
        for path in (f"runs/{run_id}/keep/", f"runs/{what_if_run}/report/", f"rooms/{code}/leave/"):
            sent = learner.post_patiently(f"/live/{path}", data={"csrfmiddlewaretoken": token})
            assert sent.status_code in (302, 404), path
        for each in tickets:
            async with learner.watch(each) as watch:
                assert await code_of_end(watch) == NOT_ALLOWED
    for log, before in logs.items():
        assert b"Traceback" not in log.read_bytes()[before:]


def delete_account(name):
    User.objects.filter(username=name).delete()


def delete_everything(learner, role):
    """Delete all data as on the profile."""
    form = {"csrfmiddlewaretoken": learner.csrf_token("/account/delete/")}
    if role == "learner":
        form["account"] = "on"
    assert learner.post_patiently("/account/delete/", data=form).status_code == 302


def give_status(status):
    Lesson.objects.filter(slug=LESSON.split("/")[1]).update(status=status)


async def test_a_lesson_that_becomes_a_draft_is_run_by_nobody_else(daphne, at_database):
    with daphne.learner() as learner:
        ticket, _ = learner.start_run()
        at_database(daphne, give_status, "draft")
        try:
            with pytest.raises(InvalidStatus):
                async with learner.lab(ticket):
                    pass
        finally:
            at_database(daphne, give_status, "published")
