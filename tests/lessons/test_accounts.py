"""Accounts: signing in, up and out, and the password."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from lessons.identity import COOKIE
from tests.lessons.learners import NAMED, NEW, PAGE, PASSWORD, html_of

pytestmark = pytest.mark.django_db


def test_signing_up_makes_an_account_and_signs_in(client):
    response = client.post("/account/sign-up/", NEW)
    assert response.url == "/account/"
    assert "You are signed in as" in html_of(client.get("/account/"))
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "grace"}, "This user name is taken."),
        ({"username": "GRACE"}, "This user name is taken."),
        ({"username": "<b>"}, "Use letters, digits and"),
        ({"password2": "another one"}, "The two passwords differ."),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"username": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_sign_up_stands_at_its_field(client, change, said):
    User.objects.create_user("grace")
    html = html_of(client.post("/account/sign-up/", NEW | change), 400)
    assert said in html
    wrong = re.search(r'<input[^>]* aria-invalid="true"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', wrong)[1].split()
    assert all(html.count(f'id="{each}"') == 1 for each in described)
    assert "autofocus" in wrong
    assert "<title>Error: " in html
    assert User.objects.count() == 1


def test_a_sign_up_that_is_sent_twice_at_once_is_told_in_words(client, monkeypatch, ada):
    monkeypatch.setattr("lessons.accounts.forms.SignUpForm.clean_username", lambda self: "ada")
    monkeypatch.setattr(User, "validate_unique", lambda self, **options: None)
    assert "has just taken this user name" in html_of(client.post("/account/sign-up/", NEW), 400)


def test_accounts_from_one_address_are_limited(client, monkeypatch):
    monkeypatch.setattr("lessons.accounts.throttling.MAX_SIGN_UPS", 1)
    assert client.post("/account/sign-up/", NEW).status_code == 302
    html = html_of(Client().post("/account/sign-up/", NEW | {"username": "grace"}), 400)
    assert "within an hour" in html
    assert User.objects.count() == 1


@pytest.mark.parametrize("page", ["sign-in", "sign-up"])
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        (PAGE, PAGE),
        ("https://elsewhere.example/", "/account/"),
        ("//elsewhere.example/", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("", "/account/"),
    ],
)
def test_after_it_one_is_back_on_a_page_of_this_site(client, page, wanted, reached):
    if page == "sign-in":
        User.objects.create_user("ada", password=PASSWORD)
    html = html_of(client.get(f"/account/{page}/", {"next": wanted}))
    assert f'name="next" value="{reached}"' in html
    assert client.post(f"/account/{page}/", NAMED | NEW | {"next": wanted}).url == reached


def test_the_header_leads_to_sign_in_and_back_again(client, ada):
    assert f'href="/account/sign-in/?next={PAGE.replace("/", "%2F")}quiz%2F"' in html_of(
        client.get(f"{PAGE}quiz/")
    )
    assert 'href="/account/sign-in/"' in html_of(client.get("/account/sign-up/"))
    client.force_login(ada)
    html = html_of(client.get(PAGE))
    assert "Progress of </span>ada</a>" in html
    assert "/account/sign-in/" not in html


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, ada):
    answers = [
        html_of(client.post("/account/sign-in/", NAMED | change), 400)
        for change in ({"password": "x"}, {"username": "nobody"})
    ]
    for html in answers:
        assert "The user name or the password is wrong." in html


def test_signing_out_takes_a_post_and_the_cookie(client, ada):
    client.force_login(ada)
    client.get(PAGE)
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert client.cookies[COOKIE].value == ""
    assert "You have no account here" in html_of(client.get("/account/"))


def test_the_password_can_be_changed_by_whoever_knows_it(client, ada):
    client.post("/account/sign-in/", NAMED)
    new = {"new_password1": "quite another one", "new_password2": "quite another one"}
    html = html_of(client.post("/account/password/", {"old_password": "x", **new}), 400)
    assert "This is not your current password." in html
    response = client.post("/account/password/", {"old_password": PASSWORD, **new}, follow=True)
    assert "Your password is changed." in html_of(response)
    assert "You are signed in as" in html_of(response)
    ada.refresh_from_db()
    assert ada.check_password("quite another one")


def test_the_password_page_asks_to_sign_in_first(client):
    assert client.get("/account/password/").url == "/account/sign-in/?next=/account/password/"


def test_a_user_name_is_text(client):
    odd = User.objects.create_user("<b>ada</b>")
    client.force_login(odd)
    assert "<b>ada</b>" not in html_of(client.get("/account/"))
