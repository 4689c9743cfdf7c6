"""Guessing: one password over many names, which names are taken, and what the admin tells of other rows."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from lessons.accounts.throttling import MAX_TAKEN_NAMES
from lessons.models import Lesson
from live_demo.rooms.models import Room
from tests.lessons.learners import NEW, PASSWORD

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.7"}


@pytest.mark.parametrize("address", ["/account/sign-in/", "/admin/login/"])
def test_one_password_over_many_names_is_limited(address, settings):
    settings.FAILED_SIGN_INS = 3
    User.objects.create_superuser("ada", password=PASSWORD)
    for name in ("eva", "bob", "kim"):
        assert Client(**HERE).post(address, {"username": name, "password": "Tr0ub4dor"}).status_code != 429
    right = {"username": "ada", "password": PASSWORD}
    refused = Client(**HERE).post(address, right)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert "3 sign-ins from your network have failed" in refused.text
    assert Client(**ELSEWHERE).post(address, right).status_code == 302


def test_names_that_are_taken_are_not_told_without_limit():
    for number in range(MAX_TAKEN_NAMES + 1):
        User.objects.create_user(f"taken{number}")
    for number in range(MAX_TAKEN_NAMES):
        page = Client(**HERE).post("/account/sign-up/", NEW | {"username": f"taken{number}"})
        assert "This user name is taken." in page.text
    for name in (f"taken{MAX_TAKEN_NAMES}", "free"):
        refused = Client(**HERE).post("/account/sign-up/", NEW | {"username": name})
        assert refused.status_code == 429
        assert "taken." not in refused.text
    assert Client(**ELSEWHERE).post("/account/sign-up/", NEW | {"username": "free"}).status_code == 302


def on_site(row):
    return f"/admin/r/{ContentType.objects.get_for_model(row).pk}/{row.pk}/"


def test_the_admin_leads_to_the_page_of_no_row_that_its_user_may_not_see(client, lesson):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    staff = User.objects.create_user("eva", is_staff=True)
    client.force_login(staff)
    assert client.get(on_site(lesson)).status_code == 404
    assert client.get(on_site(Room.objects.create(lesson=lesson))).status_code == 404
    staff.user_permissions.add(Permission.objects.get(codename="view_lesson"))
    lesson.track.instructors.add(staff)
    assert client.get(on_site(lesson)).url.endswith(lesson.get_absolute_url())
    assert client.get("/admin/r/99999/1/").status_code == 404
