"""Who fails to sign in too often has to wait, and nobody else."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.lessons.learners import NAMED, PASSWORD, html_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", ["/account/sign-in/", "/admin/login/"])
def test_after_five_failures_the_user_name_has_to_wait(client, ada, door):
    for _ in range(4):
        assert client.post(door, NAMED | {"password": "x"}).status_code in (200, 400)
    response = client.post(door, NAMED | {"password": "x"})
    assert "Please wait for 15 minutes" in html_of(response, 429)
    assert response.headers["Retry-After"] == "900"
    assert client.post("/account/sign-in/", NAMED).status_code == 429
    assert client.post("/admin/login/", NAMED).status_code == 429


def test_others_can_sign_in_meanwhile_and_so_can_the_same_one_elsewhere(client, ada):
    User.objects.create_user("grace", password=PASSWORD)
    for _ in range(5):
        client.post("/account/sign-in/", NAMED | {"password": "x"})
    assert client.post("/account/sign-in/", NAMED | {"username": "grace"}).status_code == 302
    spoofed = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert Client().post("/account/sign-in/", NAMED, **spoofed).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/account/sign-in/", NAMED).status_code == 302


def test_the_wait_ends_and_tries_meanwhile_do_not_prolong_it(client, ada):
    for _ in range(5):
        client.post("/account/sign-in/", NAMED | {"password": "x"})
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert client.post("/account/sign-in/", NAMED).status_code == 429
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=2))
    assert client.post("/account/sign-in/", NAMED).status_code == 302
    assert not AccessAttempt.objects.exists()
