"""The right to import and export questions."""

import pytest
from django.contrib.auth.models import Group, User

from lessons.models import Track
from tests.quizzes.import_steps import WHOLE, address, choose, decide, text_of, told_after
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def instructor(every_kind, client):
    """Ada works on the track of the lesson of every kind only."""
    make_roles()
    ada = User.objects.create_user("ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="Instructors"))
    Track.objects.get(slug="kinds").instructors.add(ada)
    client.force_login(ada)
    return client


def test_an_instructor_imports_into_the_own_lessons_only(instructor, every_kind, other_lesson):
    for rest in ("", "import/", "gift/"):
        assert instructor.get(address(other_lesson, rest)).status_code == 404
    assert choose(instructor, other_lesson, WHOLE).status_code == 404
    assert "added to" in told_after(decide(instructor, every_kind, choose(instructor, every_kind, WHOLE)))


def test_whoever_may_only_look_exports_and_does_not_import(instructor, every_kind):
    group = Group.objects.get(name="Instructors")
    group.permissions.remove(group.permissions.get(codename="change_lesson"))
    page = instructor.get(address(every_kind))
    assert "Download every-kind.gift" in text_of(page)
    assert "See what it would make" not in page.content.decode()
    assert choose(instructor, every_kind, WHOLE).status_code == 403
    assert instructor.get(address(every_kind, "import/")).status_code == 403


def test_a_learner_and_a_stranger_are_sent_to_sign_in(client, every_kind):
    client.force_login(User.objects.create_user("eve"))
    for rest in ("", "import/", "gift/"):
        assert "/admin/login/" in client.get(address(every_kind, rest))["Location"]
    client.logout()
    assert "/admin/login/" in client.post(address(every_kind))["Location"]
