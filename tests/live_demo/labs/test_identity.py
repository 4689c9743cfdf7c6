"""The lab of the lesson 'Who is it', on real servers, for guests and for learners who are signed in."""

import pytest
from asgiref.sync import async_to_sync
from channels.auth import get_user
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from tests.live_demo.watching import read_until

LESSON = "django-channels/who-is-it"


def sign_up(learner, name):
    page = "/account/sign-up/"
    said = {"username": name, "password1": "a password of the tests", "password2": "a password of the tests"}
    done = learner.post_patiently(page, data=said | {"csrfmiddlewaretoken": learner.csrf_token(page)})
    assert done.status_code == 302
    assert "sessionid" in learner.cookies


def sign_out(learner):
    said = {"csrfmiddlewaretoken": learner.csrf_token(f"/learn/{LESSON}/")}
    assert learner.post_patiently("/account/sign-out/", data=said).status_code == 302


def record(learner, run_id):
    return learner.get(f"/live/runs/{run_id}.json").text


async def test_a_guest_is_answered_told_what_is_missing_and_closed(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run(LESSON)
        async with learner.lab(ticket) as lab:
            await lab.send("hello")
            assert await lab.recv() == "guest: hello"
            await lab.send("publish")
            assert await lab.recv() == "sign in first"
            with pytest.raises(ConnectionClosedError) as closed:
                await lab.recv()
        assert closed.value.rcvd.code == 4401


async def test_an_open_socket_answers_as_the_user_after_signing_out(server):
    with server.learner() as learner:
        sign_up(learner, f"ada-{server.name}-{server.port}")
        ticket, _ = learner.start_run(LESSON)
        async with learner.lab(ticket) as lab:
            await lab.send("publish")
            answer = await lab.recv()
            assert answer == f"ada-{server.name}-{server.port}: publish"
            sign_out(learner)
            assert "sessionid" not in learner.cookies
            await lab.send("publish")
            assert await lab.recv() == answer


async def test_the_record_of_a_run_keeps_no_cookie_and_no_session(daphne):
    with daphne.learner() as learner:
        sign_up(learner, "ada-recorded")
        ticket, run_id = learner.start_run(LESSON)
        async with learner.watch(ticket) as watch, learner.lab(ticket) as lab:
            await lab.send("hello")
            await lab.recv()
            await lab.close()
            await read_until(watch, "Replay this run")
        kept = record(learner, run_id)
        assert '"signed_in": "True"' in kept
        for secret in (learner.cookies["sessionid"], learner.cookies["learner"], "SessionStore"):
            assert secret not in kept


async def test_a_foreign_page_never_reaches_the_consumer(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run(LESSON)
        with pytest.raises(InvalidStatus) as refused:
            await learner.lab(ticket, origin="https://elsewhere.example")
        assert refused.value.response.status_code == 403


@pytest.mark.django_db(transaction=True)
def test_get_user_sees_a_changed_account_and_not_that_its_session_is_gone(client):
    user = User.objects.create_user("ada")
    client.force_login(user)
    session = SessionStore(client.session.session_key)
    assert session[SESSION_KEY] == str(user.pk)  # loaded, as the handshake loads it
    client.logout()
    assert async_to_sync(get_user)({"session": session}) == user
    User.objects.update(is_active=False)
    assert async_to_sync(get_user)({"session": session}).is_anonymous
    User.objects.update(is_active=True, password="changed")
    assert async_to_sync(get_user)({"session": session}).is_anonymous
