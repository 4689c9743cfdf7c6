"""Lists of the admin with hostile actions, a lesson's form with hostile fields: no error.

As administrator and as instructor.

In this process, which raises what a server would answer with 500. `test_hostile_values.py` has the addresses
and parameters, and PostgreSQL.
"""

from urllib.parse import unquote_to_bytes

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from quizzes.api.keys import new_key
from quizzes.api.models import ApiClient, ApiKey
from tests.lessons.desk_page import DeskPage, encoded
from tests.support.admin_lists import lists
from tests.support.hostile_values import FOR_LISTS
from tutorial.roles import INSTRUCTORS, make_roles

pytestmark = pytest.mark.django_db
FIELDS = ["a\0b", str(2**63), "-1", "[[{" * 300, '{"a": 1e999}']
MANAGEMENT = ("_FORMS", "csrfmiddlewaretoken")


@pytest.fixture(params=["administrator", "instructor"])
def staff(request, client, lesson):
    """A client that is signed in as this user, who works on the lesson. Each form has a row to show."""
    make_roles()
    user = User.objects.create(username="x", is_staff=True, is_superuser=request.param == "administrator")
    user.groups.set(Group.objects.filter(name=INSTRUCTORS))
    lesson.authors.add(user)
    lesson.track.instructors.add(user)
    key = ApiKey(name="a key", client=ApiClient.objects.create(name="a school"))
    new_key(key)
    key.save()
    client.force_login(user)
    return client


def failures(client, requests):
    """What is wrong with each answer that is an error. Nothing that is sent stays in the database."""
    for method, address, data in requests:
        with transaction.atomic():
            try:
                response = getattr(client, method)(address, *data)
            except Exception as error:
                yield address, str(data)[:300], repr(error)[:300]
            transaction.set_rollback(True)
        assert response.status_code < 500


def test_no_action_on_rows_fails(staff):
    sent = {"action": "delete_selected", "_selected_action": "1", "index": "0", "select_across": "0"}
    posts = [
        ("post", address, ({**sent, name: unquote_to_bytes(value)},))
        for address, _ in lists(staff)
        for name in sent
        for value in FOR_LISTS
    ]
    assert posts
    assert list(failures(staff, posts)) == []


def test_no_field_of_a_lessons_form_fails(staff, lesson):
    page = DeskPage(staff, lesson)
    rows = {name: page[name] for name in page if name.endswith(MANAGEMENT)}
    posts = [
        (
            "post",
            page.address,
            encoded({**dict.fromkeys(page, value), "status": "draft", "_save": "Save", **kept}),
        )
        for value in FIELDS
        for kept in ({}, rows)
    ]
    assert list(failures(staff, posts)) == []
