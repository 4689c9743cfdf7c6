"""Keys and clients in the admin, and the command that makes keys."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from quizzes.api.models import ApiClient, ApiKey
from tests.quizzes.conftest import make_key

SCOPES = ["read", "grade", "results", "manage"]


def add(admin_client, **fields):
    response = admin_client.post("/admin/quizzes/apikey/add/", fields, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_key_gets_the_scopes_that_were_ticked_and_a_client_of_its_own(admin_client):
    html = add(admin_client, name="a school", may_read="on")
    key = ApiKey.objects.get()
    assert re.search(r'<code class="copied-whole">hs_[a-zA-Z0-9]{43}</code>', html)
    assert (key.may_read, key.may_grade, key.may_see_results) == (True, False, False)
    assert key.client.name == "a school"
    assert '<td class="field-scopes">read</td>' in html


def test_a_further_key_of_a_client_shares_its_learners_and_stays_with_it(admin_client, db):
    first, _ = make_key()
    add(admin_client, name="a school, new", client=first.client_id, may_grade="on")
    second = ApiKey.objects.get(name="a school, new")
    assert second.client == first.client
    other = ApiClient.objects.create(name="another school")
    admin_client.post(f"/admin/quizzes/apikey/{second.pk}/change/", {"name": "renamed", "client": other.pk})
    second.refresh_from_db()
    assert (second.name, second.client) == ("renamed", first.client)


def test_the_command_makes_keys_with_scopes_and_for_a_client(db, capsys):
    call_command("make_api_key", "a school", "--scopes", "read")
    call_command("make_api_key", "a school, new", "--client", "a school", "--scopes", *SCOPES)
    first, second = ApiKey.objects.order_by("pk")
    assert first.client == second.client
    assert [first.allows(scope) for scope in ApiKey.Scope.values] == [True, False, False, False]
    assert all(second.allows(scope) for scope in ApiKey.Scope.values)
    with pytest.raises(CommandError, match="no API client 'nobody'"):
        call_command("make_api_key", "x", "--client", "nobody", "--scopes", "read")


def test_the_command_makes_a_further_key_of_a_client_that_is_there_and_says_so(db, capsys):
    call_command("make_api_key", "a school", "--scopes", "read")
    assert capsys.readouterr().err == ""
    call_command("make_api_key", "a school", "--scopes", "read")
    out, err = capsys.readouterr()
    assert re.fullmatch(r"hs_[a-zA-Z0-9]{43}\n", out)
    assert "A further key of the API client 'a school'" in err
    assert [key.client for key in ApiKey.objects.all()] == [ApiClient.objects.get()] * 2
    ApiClient.objects.create(name="a school")
    with pytest.raises(CommandError, match="there is more than one"):
        call_command("make_api_key", "a school", "--scopes", "read")


def test_the_command_grants_what_it_is_told_and_nothing_else(db, capsys):
    with pytest.raises(CommandError, match="--scopes"):
        call_command("make_api_key", "a school")
    with pytest.raises(CommandError, match="from 1 to 3650"):
        call_command("make_api_key", "a school", "--scopes", "grade", "--expires", "0")
    with pytest.raises(CommandError, match="write 1 to 80 characters"):
        call_command("make_api_key", "x" * 81, "--scopes", "grade")
    with pytest.raises(CommandError, match="write 1 to 80 characters"):
        call_command("make_api_key", "  ", "--scopes", "grade")
    assert not ApiKey.objects.exists()
    call_command("make_api_key", "a school", "--scopes", "grade", "--expires", "30")
    key = ApiKey.objects.get()
    assert [scope for scope in SCOPES if key.allows(scope)] == ["grade"]
    assert timedelta(days=29) < key.expires_at - timezone.now() <= timedelta(days=30)


def test_a_key_is_rotated_and_stays_in_force_beside_the_new_one_for_a_week(admin_client, caller):
    old, old_secret = make_key(may_grade=False)
    data = {"action": "rotate", "_selected_action": old.pk}
    html = admin_client.post("/admin/quizzes/apikey/", data, follow=True).content.decode()
    secret = re.search(r'<code class="copied-whole">(hs_\w+)</code>', html)[1]
    new = ApiKey.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert new.client == old.client
    assert [new.allows(scope) for scope in SCOPES] == [old.allows(scope) for scope in SCOPES]
    assert timedelta(days=6) < old.expires_at - timezone.now() <= timedelta(days=7)
    for each in (secret, old_secret):
        assert caller(each)("get", "/tracks").status_code == 200
    ApiKey.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    html = admin_client.post("/admin/quizzes/apikey/", data, follow=True).content.decode()
    assert "has expired: add a new key" in html
    assert '<td class="field-state">expired</td>' in html
    assert ApiKey.objects.count() == 2
