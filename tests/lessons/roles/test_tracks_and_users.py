"""Tracks, users, groups and keys: who may change them, and who may do nothing."""

import pytest
from django.contrib.auth.models import Group, User

from lessons.models import Lesson, Track
from quizzes.api.models import ApiKey
from tests.lessons.roles.desk import LESSONS, lesson, refused, sign_in
from tutorial.roles import EDITORS, INSTRUCTORS, make_roles

pytestmark = pytest.mark.django_db


def test_roles_are_made_once_and_keep_what_they_were_given_besides():
    group = Group.objects.get(name=INSTRUCTORS)
    before = set(group.permissions.all())
    make_roles()
    assert set(group.permissions.all()) == before
    assert not group.permissions.filter(
        content_type__model__in=["user", "group", "apikey", "upload"]
    ).exists()


@pytest.mark.parametrize("door", ["change/", "history/", "delete/"])
def test_the_pages_of_anothers_track_are_shut(instructor, door):
    assert refused(instructor.get(f"/admin/lessons/track/{Track.objects.get(slug='theirs').pk}/{door}"))


def test_a_track_without_instructors_is_not_everybodys(client):
    client.force_login(User.objects.create_user("learner"))
    assert not Track.objects.filter(slug="theirs", instructors__isnull=False).exists()
    assert not Lesson.objects.edited_by(User.objects.get()).exists()
    sign_in(client, "bob", INSTRUCTORS)
    assert list(client.get(LESSONS).context["cl"].result_list) == []


def test_an_instructor_changes_neither_the_address_nor_the_instructors_of_a_track(instructor):
    track = Track.objects.get(slug="mine")
    eve = User.objects.create_user("eve", is_staff=True)
    data = {"title": "New", "number": 1, "summary": "s", "slug": "taken", "instructors": [eve.pk]}
    instructor.post(f"/admin/lessons/track/{track.pk}/change/", data)
    track.refresh_from_db()
    assert (track.title, track.slug) == ("New", "mine")
    assert [user.username for user in track.instructors.all()] == ["ada"]
    assert refused(instructor.get("/admin/lessons/track/add/"))
    assert refused(instructor.post(f"/admin/lessons/track/{track.pk}/delete/", {"post": "yes"}))


@pytest.mark.parametrize(
    "path", ["auth/user/", "auth/user/add/", "auth/group/", "quizzes/apikey/", "quizzes/apikey/add/"]
)
@pytest.mark.parametrize("role", [INSTRUCTORS, EDITORS])
def test_users_groups_and_keys_are_an_administrators(client, path, role):
    sign_in(client, "ada", role)
    assert client.get(f"/admin/{path}").status_code == 403
    assert client.post(f"/admin/{path}", {"name": "A school", "username": "x"}).status_code == 403
    assert not ApiKey.objects.exists()
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"/admin/{path}").status_code == 200


def test_staff_without_a_role_may_do_nothing(client):
    sign_in(client, "bob")
    for path in (LESSONS, f"{LESSONS}add/", f"{LESSONS}upload/", f"{LESSONS}upload/changes/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{LESSONS}upload/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    for path in ("", "upload/", "upload/changes/", f"{lesson('mine').pk}/change/", "bin/"):
        assert client.get(f"{LESSONS}{path}")["Location"].startswith("/admin/login/")
